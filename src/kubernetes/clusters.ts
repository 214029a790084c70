import { FairwayError } from "../errors/index.ts";
import { Cell, type ClusterName, type Scope, type Source } from "../state/index.ts";
import { Cluster, type ClusterOptions } from "./cluster.ts";
import type { ClusterConfig } from "./kubeconfig.ts";
import type { Runtime } from "./ports.ts";
import type { KubernetesObject } from "./types.ts";

/** The registered clusters. */
export class Clusters implements AsyncDisposable {
  /** Touched when a cluster comes or goes, or other rights count in one: whoever follows it has to be asked about again. */
  readonly cell = new Cell();
  readonly #clusters = new Map<ClusterName, Cluster>();
  readonly #options: ClusterOptions;
  readonly #runtime: Runtime;
  #started = false;

  constructor(configs: readonly ClusterConfig[], options: ClusterOptions, runtime: Runtime) {
    this.#options = options;
    this.#runtime = runtime;
    for (const config of configs) this.add(config);
  }

  /** In the order of their registration. */
  names(): readonly ClusterName[] {
    return [...this.#clusters.keys()];
  }

  has(name: ClusterName): boolean {
    return this.#clusters.has(name);
  }

  /** Throws UNKNOWN_CLUSTER. */
  get(name: ClusterName): Cluster {
    const cluster = this.#clusters.get(name);
    if (!cluster) throw new FairwayError("UNKNOWN_CLUSTER", `No cluster "${name}" is registered.`);
    return cluster;
  }

  [Symbol.iterator](): IterableIterator<Cluster> {
    return this.#clusters.values();
  }

  /** Registers one more, and starts it if the others are started. Throws CONFIG_INVALID when the name is taken. */
  add(config: ClusterConfig): Cluster {
    if (this.#clusters.has(config.name)) {
      throw new FairwayError("CONFIG_INVALID", `Two clusters have the name "${config.name}".`);
    }
    const cluster = new Cluster(config, this.#options, this.#runtime);
    this.#clusters.set(config.name, cluster);
    cluster.discovery.regrouped.onChange(() => this.cell.touch());
    if (this.#started) cluster.start();
    this.cell.touch();
    return cluster;
  }

  /** A registered one is elsewhere, or has another credential. Throws UNKNOWN_CLUSTER. */
  async move(config: ClusterConfig): Promise<void> {
    await this.get(config.name).moveTo(config);
  }

  /** Forgets a cluster and closes its connections. Its stores must have been stopped before. */
  async remove(name: ClusterName): Promise<void> {
    const cluster = this.#clusters.get(name);
    if (!cluster) return;
    this.#clusters.delete(name);
    this.cell.touch();
    await cluster.stop();
  }

  /** Returns at once: a cluster that is not there must not keep the gateway from starting. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const cluster of this) cluster.start();
  }

  async stop(): Promise<void> {
    this.#started = false;
    await Promise.all([...this].map((cluster) => cluster.stop()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** What fills the store of a scope. Throws UNKNOWN_CLUSTER. */
  sourceFor(scope: Scope): Source<KubernetesObject> {
    return this.get(scope.cluster).source(scope.resource, scope.namespace);
  }
}
