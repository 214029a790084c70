import { createHash } from "node:crypto";
import { Engine } from "./api/index.ts";
import { LoopbackCaller } from "./authorization/index.ts";
import type { Config } from "./config/index.ts";
import { buildSchema, indexDefinitions } from "./domains/index.ts";
import { Seal } from "./graphql/index.ts";
import { assertLoopback, loopbackPrincipal, noAuthentication } from "./identity/index.ts";
import { type ClusterConfig, Clusters, loadKubeconfig, Turns } from "./kubernetes/index.ts";
import { Server } from "./server/index.ts";
import { type Store, Stores } from "./state/index.ts";
import { type Logger, Metrics, summarizeError, systemClock, systemRandom } from "./telemetry/index.ts";

export interface GatewayOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clusters?: readonly ClusterConfig[];
}

/** The composition root: every part is built and joined here, and nowhere else. */
export class Gateway implements AsyncDisposable {
  readonly #clusters: Clusters;
  readonly #stores: Stores;
  readonly #caller: LoopbackCaller;
  readonly #engine: Engine;
  readonly #server: Server;
  readonly #users: ReadonlyMap<string, string>;

  /** Throws CONFIG_INVALID or KUBECONFIG_INVALID. A cluster that cannot be reached is no error. */
  constructor({ config, log }: GatewayOptions) {
    // Whoever reaches the port is the kubeconfig's user.
    assertLoopback(config.host);
    const configs = loadKubeconfig(config.kubeconfig, config.contexts.length > 0 ? config.contexts : undefined);
    const metrics = new Metrics();
    const clock = systemClock;
    const runtime = { now: clock.now, random: systemRandom, logger: log, metrics, turns: new Turns() };
    const clusters = new Clusters(configs, {}, runtime);
    this.#clusters = clusters;
    this.#users = new Map(configs.map((each) => [each.name, userOf(each)]));
    this.#stores = new Stores({
      sourceFor: (scope) => clusters.sourceFor(scope),
      indexes: indexDefinitions,
      idleMs: config.storeIdleMs,
      now: clock.now,
      onSourceFailure: (scope, error) => log.error({ ...scope, err: summarizeError(error) }, "a source ended"),
    });
    this.#caller = new LoopbackCaller({
      principal: loopbackPrincipal,
      review: (cluster, attributes, signal) =>
        clusters.get(cluster).reviews.selfSubjectAccessReview(attributes, { signal }),
      clock,
    });
    const seal = new Seal(sealingKey(config, configs));
    this.#engine = new Engine(
      {
        schema: buildSchema(),
        generation: 1,
        stores: this.#stores,
        clusters: { names: () => clusters.names(), cell: clusters.cell },
        seal,
        clusterDeadlineMs: config.clusterDeadlineMs,
        extend: (pass) => ({ ...pass, clusters, allowWrites: config.allowWrites }),
        onInternalError: (error, requestId) => log.error({ requestId, err: summarizeError(error) }, "internal error"),
      },
      { tokens: config.limits.documentTokens, depth: config.limits.documentDepth },
      clock.now,
    );
    metrics.readLevels(() => ({
      stores: [...this.#stores.all()].filter(isRunning).map(({ scope, size, logSize, health }) => ({
        cluster: scope.cluster,
        resource: scope.resource,
        objects: size,
        logged: logSize,
        stale: health?.state === "stale",
      })),
      subscriptions: this.#engine.subscriptions,
    }));
    this.#server = new Server({
      api: this.#engine,
      config,
      authenticator: noAuthentication,
      callerOf: () => this.#caller,
      readiness: () => {
        const waitingFor = [...clusters].filter(({ health, discovery }) => !discovery.hasSynced && health.reachable);
        return { ready: waitingFor.length === 0, waitingFor: waitingFor.map(({ name }) => name) };
      },
      log,
      metrics,
      clock,
    });
  }

  /** Where GraphQL is served. */
  get url(): string {
    return this.#server.url;
  }

  get clusterNames(): readonly string[] {
    return this.#clusters.names();
  }

  /** By cluster, as whom the gateway acts there: the kubeconfig's own name for the user. */
  get users(): ReadonlyMap<string, string> {
    return this.#users;
  }

  /** Rejects with LISTEN_FAILED. Does not wait for the clusters. */
  async start(): Promise<void> {
    await this.#engine.start();
    this.#clusters.start();
    try {
      await this.#server.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Drains: streams are told to go elsewhere, requests under way may finish, then everything ends. */
  async stop(): Promise<void> {
    await this.#server.stop();
    await this.#engine.stop();
    this.#caller[Symbol.dispose]();
    this.#stores[Symbol.dispose]();
    await this.#clusters.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

function userOf({ name, credentials }: ClusterConfig): string {
  const { user } = credentials();
  const impersonated = user.impersonate?.["impersonate-user"];
  if (typeof impersonated === "string") return impersonated;
  const own = user.name.startsWith(`${name}/`) ? user.name.slice(name.length + 1) : user.name;
  return own === "" ? "nobody in particular" : own;
}

/** A store that was stopped is kept, empty, until it is used again. */
function isRunning({ at, health }: Store<unknown>): boolean {
  return at !== null || health !== null;
}

/**
 * Cursors and revisions must be good on every replica and after a restart. Without a configured secret the key comes
 * from what replicas have in common anyway: where the clusters are. It then guards against accidents, which is enough
 * as long as there is but one caller.
 */
function sealingKey(config: Config, clusters: readonly ClusterConfig[]): Buffer {
  const material = config.cursorSecret ?? JSON.stringify(clusters.map(({ name, server }) => [name, server]));
  return createHash("sha256").update("fairway cursors\0").update(material).digest();
}
