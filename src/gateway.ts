import { createHash } from "node:crypto";
import { Answers, Engine, Quotas } from "./api/index.ts";
import { type AuditObject, AuditTrail, isDenial, openAuditSink } from "./audit/index.ts";
import { rbacIndexes } from "./authorization/index.ts";
import {
  actingHeaders,
  CallersClusters,
  everybody,
  kubeconfigUser,
  principalOf,
  readOnlyReason,
} from "./callers/index.ts";
import { type Config, type ConfigSource, quotaLimits } from "./config/index.ts";
import { ConfigRoller } from "./config-rolls/index.ts";
import {
  buildSchema,
  followedConfigs,
  indexDefinitions,
  knownResource,
  operationTypes,
  otherGroups,
  shownKinds,
} from "./domains/index.ts";
import { FairwayError } from "./errors/index.ts";
import { Integrations } from "./gateway-integrations.ts";
import { levelsOf, statusOf } from "./gateway-levels.ts";
import { Seal } from "./graphql/index.ts";
import { createAuthenticator } from "./identity/index.ts";
import {
  type Cluster,
  type ClusterConfig,
  Clusters,
  countsIn,
  type ReviewedUser,
  type Runtime,
  reviewToken,
  Turns,
  upstreamHeaders,
} from "./kubernetes/index.ts";
import { type OperationRunner, operationWork } from "./operations/index.ts";
import { Connections, kubeconfigRegistrations, Registry, Reload } from "./registration/index.ts";
import { Server } from "./server/index.ts";
import { type Question, Stores } from "./state/index.ts";
import {
  emit,
  type Logger,
  Metrics,
  requestId,
  secretKey,
  summarizeError,
  systemClock,
  systemRandom,
} from "./telemetry/index.ts";

/** How long a cluster may take to say whose a token is. Somebody waits, and others may be asked after it. */
const tokenReviewMs = 3_000;

/** An answer that nobody asked for again for so long keeps no store alive any more. */
const answersIdleMs = 15_000;

export interface GatewayOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Of the program. */
  readonly version: string;
  /** Where the configuration came from, to be read again when that changes. */
  readonly source?: ConfigSource;
}

/** How often it is looked whether the configuration or the kubeconfig has changed. */
const lookMs = 2_000;

/** The composition root: every part is built and joined here, and nowhere else. */
export class Gateway implements AsyncDisposable {
  readonly #clusters: Clusters;
  readonly #stores: Stores;
  readonly #engine: Engine;
  readonly #server: Server;
  readonly #authenticator: AsyncDisposable;
  readonly #people: Disposable;
  readonly #connections: Connections | null;
  readonly #runner: OperationRunner | null;
  readonly #roller: ConfigRoller | null;
  readonly #reload: Reload | null;
  readonly #integrations: Integrations;
  readonly #audit: AuditTrail;
  readonly #users: ReadonlyMap<string, string>;

  /** Throws CONFIG_INVALID or KUBECONFIG_INVALID. A cluster that cannot be reached is no error. */
  constructor({ config, log, source, version }: GatewayOptions) {
    const registrations = kubeconfigRegistrations(config);
    const configs = registrations.map((each) => each.config);
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
    const { required } = config.audit;
    const audit = new AuditTrail({ sink: openAuditSink(config.audit, emit), required, clock, log, metrics });
    this.#audit = audit;
    const integrations = new Integrations(config, { metrics, log, clock, random: systemRandom });
    this.#integrations = integrations;
    const { images, prometheuses, alertmanagers } = integrations;
    this.#users = new Map(configs.map((each) => [each.name, userOf(each)]));
    const clusters = new Clusters(
      [],
      { discovery: { otherGroups }, reflector: { pollMs: config.pollIntervalMs } },
      runtime,
    );
    this.#clusters = clusters;
    this.#stores = new Stores({
      sourceFor: (scope) => (alertmanagers.has(scope.resource) ? alertmanagers : clusters).sourceFor(scope),
      indexes: [...indexDefinitions, ...rbacIndexes],
      idleMs: config.storeIdleMs,
      now: clock.now,
      onSourceFailure: (scope, error) => log.error({ ...scope, err: summarizeError(error) }, "a source ended"),
    });
    const stores = this.#stores;
    const registry = new Registry({
      clusters,
      forget: (name) => {
        people.forget(name);
        stores.drop(name);
      },
      onFailure: (cluster, error) => log.error({ cluster, err: summarizeError(error) }, "a cluster could not be left"),
    });
    registry.set("KUBECONFIG", registrations);
    assertKnown(config, clusters);
    const rulesOf = (cluster: string) => registry.settingsOf(cluster);
    const { homeCluster, homeNamespace: namespace } = config;
    const home = homeCluster === undefined ? null : { cluster: homeCluster, namespace };
    this.#connections = home && new Connections({ home, clusters, stores, registry, log, now: clock.now });
    this.#reload = source ? new Reload({ source, config, registry, log, intervalMs: lookMs }) : null;
    const times = config.authorization;
    const { now, monotonic, after } = clock;
    const authenticator = createAuthenticator({
      ...config.authentication,
      review: (cluster, token) => reviewOf(clusters.get(cluster), token),
      timing: { now, monotonic, after, random: systemRandom, graceMs: times.graceMs },
      onIssuerFailure: (issuer, error) =>
        log.warn({ issuer, err: summarizeError(error) }, "An issuer has no keys for us"),
    });
    this.#authenticator = authenticator;
    const people = authenticator.verifies
      ? everybody(clusters, this.#stores, { clock, times, countsIn: (who, cluster) => countsIn(who, rulesOf(cluster)) })
      : kubeconfigUser(clusters, { clock, times });
    this.#people = people;
    const reached = new CallersClusters(
      clusters,
      ({ identified: { principal, token } }, cluster) => upstreamHeaders(principal, token, rulesOf(cluster)),
      rulesOf,
    );
    const work =
      home &&
      operationWork({
        home,
        clusters,
        stores,
        types: operationTypes,
        acting: {
          writer: (cluster) => clusters.get(cluster).writer,
          headers: (principal, cluster) => actingHeaders(principal, rulesOf(cluster), authenticator.verifies),
          readOnly: (principal, cluster) => readOnlyReason(config, rulesOf(cluster), principal),
        },
        allowWrites: config.allowWrites,
        identity: requestId(),
        newKey: secretKey,
        audit,
        clock,
        random: systemRandom,
        log,
      });
    this.#runner = work?.runner ?? null;
    const rolls = home && config.rollOnConfigChange;
    this.#roller = rolls
      ? new ConfigRoller({
          home,
          identity: requestId(),
          configs: followedConfigs,
          clusters,
          isReadOnly: (cluster) => rulesOf(cluster).readOnly,
          stores,
          clock,
          random: systemRandom,
          log,
        })
      : null;
    const isPolled = (cluster: string, resource: string) => {
      if (alertmanagers.has(resource)) return true;
      return clusters.has(cluster) && clusters.get(cluster).discovery.find(resource)?.polled === true;
    };
    const shows = shownKinds(config.resourceKinds);
    const quotas = new Quotas(quotaLimits(config), clock.monotonic);
    this.#engine = new Engine(
      {
        schema: buildSchema(),
        executor: config.executor,
        generation: 1,
        stores: this.#stores,
        clusters: {
          names: () => clusters.names(),
          cell: clusters.cell,
          isPolled,
        },
        resourceOf: (cluster, kind) => knownResource(clusters, cluster, kind),
        answers: new Answers({
          maxBytes: config.keptAnswersBytes,
          idleMs: Math.min(config.storeIdleMs, answersIdleMs),
          monotonic: clock.monotonic,
        }),
        quotas,
        seal: new Seal(sealingKey(config, configs)),
        clusterDeadlineMs: (cluster) => rulesOf(cluster).deadlineMs ?? config.clusterDeadlineMs,
        extend: (pass, caller) => ({
          ...pass,
          clusters: reached.of(caller),
          readOnly: (cluster: string) => readOnlyReason(config, rulesOf(cluster), principalOf(caller)),
          rulesOf: (cluster: string) => {
            const { readOnly, protected: isProtected } = rulesOf(cluster);
            return { readOnly: readOnly || !config.allowWrites, protected: isProtected };
          },
          registry,
          shows,
          operations:
            (home && work?.desk.of(principalOf(caller), () => reached.of(caller).get(home.cluster).writer)) ?? null,
          gateway: {
            version,
            home: home?.cluster ?? null,
            status: () => statusOf(levelsOf(clusters, this.#stores, this.#engine, isPolled), this.#stores),
            allowWrites: config.allowWrites,
            allowExec: config.allowWrites && config.allowExec,
            rollOnConfigChange: config.rollOnConfigChange,
            connections: this.#connections,
          },
          audit: audit.of({
            requestId: pass.requestId,
            transport: pass.transport ?? "none",
            principal: principalOf(caller),
          }),
          viewer: { principal: principalOf(caller), limits: () => quotas.usageOf(caller.id) },
          teamLabel: config.teamLabel,
          images,
          prometheuses,
          alertmanagers,
          now: clock.now,
        }),
        onDenied: ({ caller, requestId, transport }, { operationType: type, operationName: name, verb, scope }) => {
          const entry = {
            action: "request",
            operation: { type, ...(name !== undefined && { name: name.slice(0, 253) }) },
            verb,
            object: objectOf(scope),
          } as const;
          const origin = { requestId, transport, principal: principalOf(caller) };
          void audit.of(origin).completed(entry, { outcome: "FORBIDDEN" });
        },
        onInternalError: (error, requestId) => log.error({ requestId, err: summarizeError(error) }, "internal error"),
      },
      { ...config.limits, introspection: config.introspection },
      clock.now,
    );
    metrics.readLevels(() => levelsOf(clusters, this.#stores, this.#engine, isPolled));
    this.#server = new Server({
      api: this.#engine,
      config,
      authenticator,
      callerOf: people.callerOf,
      readiness: () => {
        const waitingFor = [...clusters].filter(({ health, discovery }) => !discovery.hasSynced && health.reachable);
        return { ready: waitingFor.length === 0, waitingFor: waitingFor.map(({ name }) => name) };
      },
      onRefused: ({ code, ...origin }) => {
        if (isDenial(code)) void audit.of(origin).completed({ action: "request" }, { outcome: code });
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

  /** Looks at the configuration and the kubeconfig now. */
  reload(): void {
    this.#reload?.run();
  }

  /** Rejects with LISTEN_FAILED. Does not wait for the clusters. */
  async start(): Promise<void> {
    this.#clusters.start();
    this.#connections?.start();
    this.#runner?.start();
    this.#roller?.start();
    this.#reload?.start();
    await this.#engine.start();
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
    this.#reload?.[Symbol.dispose]();
    await this.#runner?.[Symbol.asyncDispose]();
    await this.#roller?.[Symbol.asyncDispose]();
    this.#connections?.[Symbol.dispose]();
    this.#people[Symbol.dispose]();
    await this.#authenticator[Symbol.asyncDispose]();
    this.#stores[Symbol.dispose]();
    await this.#clusters.stop();
    await this.#integrations[Symbol.asyncDispose]();
    await this.#audit[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** A misspelt name would leave a cluster with the defaults, and nobody would notice. */
function assertKnown(config: Config, clusters: Clusters): void {
  const places: (readonly [string, string])[] = config.authentication.tokenReview.clusters.map((name, index) => [
    `authentication.tokenReview.clusters[${index}]`,
    name,
  ]);
  if (config.homeCluster !== undefined) places.push(["homeCluster", config.homeCluster]);
  if (config.rollOnConfigChange && config.homeCluster === undefined) {
    const message = "rollOnConfigChange: needs homeCluster, for the lease by which one replica leads";
    throw new FairwayError("CONFIG_INVALID", message, { field: "rollOnConfigChange" });
  }
  for (const [field, name] of places) {
    if (clusters.has(name)) continue;
    const message = `${field}: no context "${name}" is served; there are ${clusters.names().join(", ")}`;
    throw new FairwayError("CONFIG_INVALID", message, { field });
  }
}

/** A cluster that is known to be away is not waited for: the next one may know the token. */
async function reviewOf({ health, connection }: Cluster, token: string): Promise<ReviewedUser | null> {
  if (health.error) throw health.error;
  return await reviewToken(connection, token, { deadlineMs: tokenReviewMs });
}

function userOf({ name, credentials }: ClusterConfig): string {
  const { user } = credentials();
  const impersonated = user.impersonate?.["impersonate-user"];
  if (typeof impersonated === "string") return impersonated;
  const own = user.name.startsWith(`${name}/`) ? user.name.slice(name.length + 1) : user.name;
  return own === "" ? "nobody in particular" : own;
}

/** A subresource stands behind its resource, as in rules of RBAC. */
function objectOf({ cluster, resource, subresource, namespace, name }: Question): AuditObject {
  return {
    cluster,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
}

/**
 * Cursors and revisions must be good on every replica and after a restart. Without a configured secret the key comes
 * from what replicas have in common anyway: where the clusters are. It then guards against accidents, which is enough:
 * who makes a cursor up is shown nothing that he may not see.
 */
function sealingKey(config: Config, clusters: readonly ClusterConfig[]): Buffer {
  const material = config.cursorSecret ?? JSON.stringify(clusters.map(({ name, server }) => [name, server]));
  return createHash("sha256").update("fairway cursors\0").update(material).digest();
}
