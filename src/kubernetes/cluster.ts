import type { ClusterName, GroupResource, Source } from "../state/index.ts";
import { ClusterConnection, type ConnectionOptions } from "./connection.ts";
import { Definitions } from "./definitions.ts";
import { Discovery, type DiscoveryOptions } from "./discovery.ts";
import { ClusterHealth, type HealthOptions } from "./health.ts";
import { ClusterIdentity } from "./identity.ts";
import type { ClusterConfig } from "./kubeconfig.ts";
import { NamespacesSource } from "./namespaces-source.ts";
import { PodExec } from "./pod-exec.ts";
import { PodLogs } from "./pod-logs.ts";
import type { Runtime } from "./ports.ts";
import { type ReflectedCluster, Reflector, type ReflectorOptions } from "./reflector.ts";
import {
  enumeratesRules,
  type ResourceAttributes,
  type ReviewOptions,
  type ReviewSubject,
  selfSubjectAccessReview,
  subjectAccessReview,
} from "./reviews.ts";
import type { KubernetesObject } from "./types.ts";
import { Writer } from "./writer.ts";

export interface ClusterOptions {
  readonly connection?: ConnectionOptions;
  readonly health?: HealthOptions;
  readonly discovery?: DiscoveryOptions;
  readonly reflector?: ReflectorOptions;
}

/** The review port: what `identity` and `authorization` may know of a cluster. */
export interface Reviews {
  selfSubjectAccessReview(attributes: ResourceAttributes, options?: ReviewOptions): Promise<boolean>;
  subjectAccessReview(
    subject: ReviewSubject,
    attributes: ResourceAttributes,
    options?: ReviewOptions,
  ): Promise<boolean>;
  enumeratesRules(options?: ReviewOptions): Promise<boolean>;
}

/** One registered cluster with all its parts. Nothing of it is shared with another cluster. */
export class Cluster implements ReflectedCluster, AsyncDisposable {
  readonly name: ClusterName;
  readonly connection: ClusterConnection;
  readonly health: ClusterHealth;
  readonly discovery: Discovery;
  readonly identity: ClusterIdentity;
  readonly writer: Writer;
  readonly logs: PodLogs;
  readonly exec: PodExec;
  readonly reviews: Reviews;
  readonly watchListRefused = new Set<string>();
  readonly #definitions: Definitions;
  readonly #reflectorOptions: ReflectorOptions;
  readonly #runtime: Runtime;

  constructor(config: ClusterConfig, options: ClusterOptions, runtime: Runtime) {
    this.name = config.name;
    this.connection = new ClusterConnection(config, options.connection ?? {}, runtime);
    this.health = new ClusterHealth(this.connection, options.health ?? {}, runtime);
    this.#definitions = new Definitions(this.connection, this.health, runtime, () => this.discovery.hint());
    this.discovery = new Discovery(
      this.connection,
      options.discovery ?? {},
      runtime,
      () => this.#definitions.areWatched,
    );
    this.identity = new ClusterIdentity(this.connection);
    this.writer = new Writer(this.connection, this.discovery);
    this.logs = new PodLogs(this.connection);
    this.exec = new PodExec(this.connection);
    this.reviews = {
      selfSubjectAccessReview: (attributes, review) => selfSubjectAccessReview(this.connection, attributes, review),
      subjectAccessReview: (subject, attributes, review) =>
        subjectAccessReview(this.connection, subject, attributes, review),
      enumeratesRules: (review) => enumeratesRules(this.connection, review),
    };
    this.#reflectorOptions = options.reflector ?? {};
    this.#runtime = runtime;
  }

  get credential(): ClusterConnection["credential"] {
    return this.connection.credential;
  }

  start(): void {
    this.health.start();
    this.discovery.start();
    this.#definitions.start();
  }

  /** It is elsewhere, or has another credential. What is in memory stays, and is compared with what is found there. */
  async moveTo(config: ClusterConfig): Promise<void> {
    const elsewhere = config.server !== this.connection.config.server;
    const moved = this.connection.moveTo(config);
    if (elsewhere) this.identity.forget();
    await moved;
    await this.health.probe();
    if (elsewhere) this.discovery.hint();
  }

  /** Ends what is under way; reflectors must have been stopped before, or they report the cluster as unreachable. */
  async stop(): Promise<void> {
    await Promise.all([this.health.stop(), this.discovery.stop(), this.#definitions.stop(), this.connection.stop()]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** What follows a resource, in one namespace or as far as the gateway may list it. */
  source(resource: GroupResource, namespace?: string): Source<KubernetesObject> {
    const { namespaces } = this.connection.config;
    const sourceOf = (each: string | undefined) => {
      const target = { resource, ...(each !== undefined && { namespace: each }) };
      return new Reflector(this, target, this.#reflectorOptions, this.#runtime);
    };
    if (namespace !== undefined || !namespaces) return sourceOf(namespace);
    const { discovery } = this;
    return new NamespacesSource({ resource, namespaces, discovery, sourceOf, now: this.#runtime.now });
  }
}
