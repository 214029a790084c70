import { Engine, type Environment } from "./api/index.ts";
import { SelfReviewedCaller } from "./authorization/index.ts";
import type { Config } from "./config/index.ts";
import { indexDefinitions } from "./domains/index.ts";
import type { Seal } from "./graphql/index.ts";
import type { Principal } from "./identity/index.ts";
import { type ClusterConfig, Clusters, type Runtime } from "./kubernetes/index.ts";
import { Stores } from "./state/index.ts";
import { type Clock, type Logger, summarizeError } from "./telemetry/index.ts";

/** What all realms of a gateway share. */
export interface RealmParts {
  readonly config: Config;
  readonly schema: Environment["schema"];
  readonly seal: Seal;
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The clusters as one credential sees them: connections, memory, decisions and the engine over them. Whatever is in a
 * realm was read with its credential, and is shown to nobody but the credential's owner.
 */
export class Realm implements AsyncDisposable {
  readonly clusters: Clusters;
  readonly stores: Stores;
  readonly caller: SelfReviewedCaller;
  readonly engine: Engine;

  constructor(configs: readonly ClusterConfig[], principal: Principal, parts: RealmParts) {
    const { config, schema, seal, runtime, clock, log } = parts;
    const clusters = new Clusters(configs, {}, runtime);
    this.clusters = clusters;
    this.stores = new Stores({
      sourceFor: (scope) => clusters.sourceFor(scope),
      indexes: indexDefinitions,
      idleMs: config.storeIdleMs,
      now: clock.now,
      onSourceFailure: (scope, error) => log.error({ ...scope, err: summarizeError(error) }, "a source ended"),
    });
    this.caller = new SelfReviewedCaller({
      principal,
      review: (cluster, attributes, signal) =>
        clusters.get(cluster).reviews.selfSubjectAccessReview(attributes, { signal }),
      clock,
    });
    this.engine = new Engine(
      {
        schema,
        generation: 1,
        stores: this.stores,
        clusters: { names: () => clusters.names(), cell: clusters.cell },
        seal,
        clusterDeadlineMs: config.clusterDeadlineMs,
        extend: (pass) => ({ ...pass, clusters, allowWrites: config.allowWrites, now: clock.now }),
        onInternalError: (error, requestId) => log.error({ requestId, err: summarizeError(error) }, "internal error"),
      },
      { tokens: config.limits.documentTokens, depth: config.limits.documentDepth },
      clock.now,
    );
  }

  /** Does not wait for the clusters. */
  async start(): Promise<void> {
    this.clusters.start();
    await this.engine.start();
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    this.caller[Symbol.dispose]();
    this.stores[Symbol.dispose]();
    await this.clusters.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
