import { toFairwayError } from "../errors/index.ts";
import type { Clusters, KubernetesObject } from "../kubernetes/index.ts";
import { LeaderElection, type LeaseTimes } from "../leadership/index.ts";
import type { ClusterName, GroupResource, Row, Store, Stores } from "../state/index.ts";
import type { Clock, Logger, Random } from "../telemetry/index.ts";

/** What is to be done for whom; pure, and known to the family of configs. */
export interface FollowedConfigs {
  /** The kinds of workloads that may follow their configs. */
  readonly resources: readonly GroupResource[];
  readonly follows: (workload: KubernetesObject) => boolean;
  /** What the configs of a workload say; null when that is no reason for anything. `configOf` finds one by name, in its namespace. */
  readonly hashOf: (workload: KubernetesObject, configOf: (name: string) => KubernetesObject | null) => string | null;
  /** The strategic merge patch for this very version of a workload; null when it needs none. */
  readonly patchOf: (workload: KubernetesObject, hash: string) => object | null;
}

export interface ConfigRollerOptions {
  /** Where the Lease is. */
  readonly home: { readonly cluster: ClusterName; readonly namespace: string };
  /** Of this process, and of no other. */
  readonly identity: string;
  readonly configs: FollowedConfigs;
  readonly clusters: Clusters;
  /** Whether nothing may be written there, by nobody: asked each time, as it can be set anew. */
  readonly isReadOnly: (cluster: ClusterName) => boolean;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly leaseTimes?: LeaseTimes;
}

const LEASE = "fairway-config-rolls";
const CONFIG_MAPS = "configmaps";

/** After a failure, and at the latest when nothing was heard: in milliseconds. */
const troubleMs = 5_000;

interface Followed {
  readonly stores: ReadonlyMap<GroupResource, Store<KubernetesObject>>;
  readonly held: readonly Disposable[];
  running: Promise<void> | null;
  isDue: boolean;
}

/**
 * Replaces the pods of workloads that ask for it when a config of theirs changes, whoever changed it, on all clusters, as the gateway itself. One
 * replica does so at a time. What was done stands on the workload itself, in the same write: one that takes over in the middle finds who has been
 * rolled, and what changed while nobody was there.
 */
export class ConfigRoller implements AsyncDisposable {
  readonly #options: ConfigRollerOptions;
  readonly #election: LeaderElection;
  readonly #followed = new Map<ClusterName, Followed>();
  #registry: Disposable | null = null;
  #leading: AbortSignal | null = null;
  #later: Disposable | null = null;

  constructor(options: ConfigRollerOptions) {
    const { home, identity, clusters, clock, random, log, leaseTimes } = options;
    this.#options = options;
    this.#election = new LeaderElection({
      lease: { ...home, name: LEASE },
      identity,
      writer: () => clusters.get(home.cluster).writer,
      onLead: (signal) => this.#lead(signal),
      clock,
      random,
      log,
      ...(leaseTimes && { times: leaseTimes }),
    });
  }

  start(): void {
    this.#registry = this.#options.clusters.cell.onChange(() => this.#look());
    this.#election.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#registry?.[Symbol.dispose]();
    // Whoever does not lead any more follows nobody, and is not to be found there afterwards.
    const running = [...this.#followed.values()].map((followed) => followed.running);
    await this.#election[Symbol.asyncDispose]();
    this.#unfollow();
    await Promise.all(running);
  }

  #lead(signal: AbortSignal): void {
    this.#leading = signal;
    signal.addEventListener("abort", () => {
      if (this.#leading !== signal) return;
      this.#leading = null;
      this.#unfollow();
    });
    this.#look();
  }

  /** Clusters come and go, and nobody is followed by a replica that does not lead. */
  #look(): void {
    if (!this.#leading) return;
    const { clusters, stores } = this.#options;
    for (const [name, followed] of this.#followed) {
      // It may have left and come back, and then its stores are others.
      const isCurrent = followed.stores.get(CONFIG_MAPS) === stores.find({ cluster: name, resource: CONFIG_MAPS });
      if (clusters.has(name) && isCurrent) continue;
      for (const each of followed.held) each[Symbol.dispose]();
      this.#followed.delete(name);
    }
    for (const name of clusters.names()) {
      // One that was known already may take writes by now.
      if (this.#followed.has(name)) this.#due(name);
      else this.#follow(name);
    }
  }

  #follow(cluster: ClusterName): void {
    const { stores, configs } = this.#options;
    const opened = new Map<GroupResource, Store<KubernetesObject>>();
    const held: Disposable[] = [];
    for (const resource of [CONFIG_MAPS, ...configs.resources]) {
      const store = stores.open<KubernetesObject>({ cluster, resource });
      opened.set(resource, store);
      const due = () => this.#due(cluster);
      held.push(store.lease(), store.content.onChange(due), store.state.onChange(due));
    }
    this.#followed.set(cluster, { stores: opened, held, running: null, isDue: false });
    this.#due(cluster);
  }

  #unfollow(): void {
    this.#later?.[Symbol.dispose]();
    for (const { held } of this.#followed.values()) for (const each of held) each[Symbol.dispose]();
    this.#followed.clear();
  }

  #due(cluster: ClusterName): void {
    const followed = this.#followed.get(cluster);
    if (!followed) return;
    followed.isDue = true;
    followed.running ??= this.#loop(cluster, followed);
  }

  async #loop(cluster: ClusterName, followed: Followed): Promise<void> {
    try {
      while (followed.isDue && this.#followed.get(cluster) === followed) {
        followed.isDue = false;
        if (await this.#roll(cluster, followed)) continue;
        if (this.#followed.get(cluster) !== followed) return;
        this.#later?.[Symbol.dispose]();
        this.#later = this.#options.clock.after(troubleMs, () => {
          for (const name of this.#followed.keys()) this.#due(name);
        });
      }
    } finally {
      // Within the same turn: what is due from now on begins another.
      followed.running = null;
    }
  }

  /** Whether all went well: a workload that cannot be written is looked at again, and leaves the others theirs. */
  async #roll(cluster: ClusterName, { stores }: Followed): Promise<boolean> {
    const { configs, log, isReadOnly } = this.#options;
    if (isReadOnly(cluster)) return true;
    const configMaps = stores.get(CONFIG_MAPS);
    // What has never been there may not be taken for empty.
    if (!configMaps?.at) return true;
    let well = true;
    for (const resource of configs.resources) {
      const store = stores.get(resource);
      if (!store?.at) continue;
      for (const row of [...store.scan("all")].filter(({ object }) => configs.follows(object))) {
        if (!this.#election.leads) return true;
        try {
          await this.#rollOne(row, (name) => configMaps.get(row.namespace, name)?.object ?? null);
        } catch (error) {
          const { code, message } = toFairwayError(error);
          // Somebody has changed it meanwhile, which the store will tell.
          if (code === "CONFLICT") continue;
          well = false;
          const { namespace, name } = row;
          log.warn({ cluster, resource, namespace, name, code, problem: message }, "A workload could not be rolled");
        }
      }
    }
    return well;
  }

  async #rollOne(
    { scope, namespace, name, object }: Row<KubernetesObject>,
    configOf: (name: string) => KubernetesObject | null,
  ): Promise<void> {
    const { configs, clusters, log } = this.#options;
    const hash = configs.hashOf(object, configOf);
    const patch = hash === null ? null : configs.patchOf(object, hash);
    if (!patch) return;
    const { cluster, resource } = scope;
    await clusters.get(cluster).writer.patch({ cluster, resource, namespace, name }, patch, { type: "strategic" });
    if ("spec" in patch)
      log.info({ cluster, resource, namespace, name }, "A config has changed: its pods are replaced");
  }
}
