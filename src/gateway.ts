import { createHash } from "node:crypto";
import type { Api } from "./api/index.ts";
import { CallerRealms } from "./caller-realms.ts";
import type { Config } from "./config/index.ts";
import { buildSchema } from "./domains/index.ts";
import { FairwayError } from "./errors/index.ts";
import { Seal } from "./graphql/index.ts";
import { assertLoopback, loopbackPrincipal, noAuthentication, TokenReviewAuthenticator } from "./identity/index.ts";
import { type ClusterConfig, loadKubeconfig, type Runtime, reviewToken, Turns } from "./kubernetes/index.ts";
import { Realm, type RealmParts } from "./realm.ts";
import { Server } from "./server/index.ts";
import type { Caller, Store } from "./state/index.ts";
import { type Logger, Metrics, systemClock, systemRandom } from "./telemetry/index.ts";

export interface GatewayOptions {
  readonly config: Config;
  readonly log: Logger;
}

/** The composition root: every part is built and joined here and in the realms, and nowhere else. */
export class Gateway implements AsyncDisposable {
  /** The gateway's own credential: its memory is the kubeconfig's user's, and nobody else's. */
  readonly #own: Realm;
  readonly #callers: CallerRealms | undefined;
  readonly #server: Server;
  readonly #users: ReadonlyMap<string, string>;

  /** Throws CONFIG_INVALID or KUBECONFIG_INVALID. A cluster that cannot be reached is no error. */
  constructor({ config, log }: GatewayOptions) {
    // Without authentication whoever reaches the port is the kubeconfig's user; with it, tokens must not go in clear.
    assertLoopback(config.host);
    const configs = loadKubeconfig(config.kubeconfig, config.contexts.length > 0 ? config.contexts : undefined);
    const metrics = new Metrics();
    const clock = systemClock;
    const runtime: Runtime = {
      now: clock.now,
      monotonic: clock.monotonic,
      random: systemRandom,
      logger: log,
      metrics,
      turns: new Turns(),
    };
    const seal = new Seal(sealingKey(config, configs));
    const parts: RealmParts = { config, schema: buildSchema(), seal, runtime, clock, log };
    this.#users = new Map(configs.map((each) => [each.name, userOf(each)]));
    this.#own = new Realm(configs, loopbackPrincipal, parts);
    this.#callers = callerRealms(this.#own, configs, parts);
    const callers = this.#callers;
    const api: Api = callers ?? this.#own.engine;
    metrics.readLevels(() => levelsOf([this.#own, ...(callers?.all() ?? [])]));
    this.#server = new Server({
      api,
      config,
      authenticator: callers ?? noAuthentication,
      callerOf: ({ principal }): Caller => callers?.callerOf(principal) ?? this.#own.caller,
      readiness: () => {
        const { clusters } = this.#own;
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
    return this.#own.clusters.names();
  }

  /** By cluster, as whom the gateway acts there: the kubeconfig's own name for the user. */
  get users(): ReadonlyMap<string, string> {
    return this.#users;
  }

  /** Rejects with LISTEN_FAILED. Does not wait for the clusters. */
  async start(): Promise<void> {
    await this.#own.start();
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
    await this.#callers?.[Symbol.asyncDispose]();
    await this.#own.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** Present when callers have to say who they are. Their tokens are looked at by one cluster, with our own credential. */
function callerRealms(own: Realm, configs: readonly ClusterConfig[], parts: RealmParts): CallerRealms | undefined {
  const { mode, cluster = own.clusters.names()[0] ?? "" } = parts.config.authentication;
  if (mode === "none") return undefined;
  if (!own.clusters.has(cluster)) {
    const message = `authentication.cluster: the kubeconfig has no context "${cluster}"`;
    throw new FairwayError("CONFIG_INVALID", message, { field: "authentication.cluster" });
  }
  const authenticator = new TokenReviewAuthenticator({
    issuer: cluster,
    review: async (token) => {
      const user = await reviewToken(own.clusters.get(cluster).connection, token);
      return user && { ...user, groups: user.groups ?? [], extra: user.extra ?? {} };
    },
    now: parts.clock.now,
  });
  return new CallerRealms(authenticator, configs, parts);
}

/** The figures of all realms together: who asks is no label of a metric. */
function levelsOf(realms: readonly Realm[]) {
  return {
    stores: realms.flatMap(({ stores }) =>
      [...stores.all()].filter(isRunning).map(({ scope, size, logSize, health }) => ({
        cluster: scope.cluster,
        resource: scope.resource,
        objects: size,
        logged: logSize,
        stale: health?.state === "stale",
      })),
    ),
    subscriptions: {
      members: realms.reduce((sum, { engine }) => sum + engine.subscriptions.members, 0),
      groups: realms.reduce((sum, { engine }) => sum + engine.subscriptions.groups, 0),
    },
  };
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
 * as long as each realm has but one caller: who makes a token up is shown nothing that he may not see.
 */
function sealingKey(config: Config, clusters: readonly ClusterConfig[]): Buffer {
  const material = config.cursorSecret ?? JSON.stringify(clusters.map(({ name, server }) => [name, server]));
  return createHash("sha256").update("fairway cursors\0").update(material).digest();
}
