import { isDeepStrictEqual } from "node:util";
import { type ClusterSettings, clusterSettings } from "../config/index.ts";
import type { ClusterConfig, Clusters } from "../kubernetes/index.ts";
import type { ClusterName } from "../state/index.ts";
import type { RegisteredBy, Registration } from "./registration.ts";

export interface RegistryOptions {
  readonly clusters: Clusters;
  /** A cluster is about to leave: whatever is held of it goes now. Synchronous. */
  readonly forget: (name: ClusterName) => void;
  /** A cluster could not be left or moved in order. */
  readonly onFailure: (name: ClusterName, error: unknown) => void;
}

/** The first that names a cluster counts. */
const precedence: readonly RegisteredBy[] = ["KUBECONFIG", "CLUSTER_CONNECTION"];

type Entry = Registration & { readonly by: RegisteredBy };

/** Brings the clusters to what is registered, by whomever. */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #wanted = new Map<RegisteredBy, readonly Registration[]>();
  #entries: ReadonlyMap<ClusterName, Entry> = new Map();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** Replaces everything that one of them has registered. Clusters that did not change are not touched. */
  set(by: RegisteredBy, registrations: readonly Registration[]): void {
    this.#wanted.set(by, registrations);
    const before = this.#entries;
    this.#entries = this.#merged();
    const { clusters, forget } = this.#options;
    for (const [name, former] of before) {
      const entry = this.#entries.get(name);
      // What may be listed decides what a store holds, so with other namespaces it begins anew.
      if (entry && isSameExtent(former.config, entry.config)) continue;
      forget(name);
      this.#watch(name, clusters.remove(name));
    }
    for (const [name, entry] of this.#entries) {
      const former = before.get(name);
      if (!clusters.has(name)) clusters.add(entry.config);
      if (!former) continue;
      if (!isSamePlace(former.config, entry.config)) this.#watch(name, clusters.move(entry.config));
      // Whoever reads labels or settings notes the set of clusters.
      if (!isSameIn(former, entry)) clusters.cell.touch();
    }
  }

  /** Who registers the cluster; undefined where nobody does. */
  registeredBy(name: ClusterName): RegisteredBy | undefined {
    return this.#entries.get(name)?.by;
  }

  labelsOf(name: ClusterName): Readonly<Record<string, string>> {
    return this.#entries.get(name)?.labels ?? {};
  }

  /** What is set for the cluster; the defaults for one that is not registered. */
  settingsOf(name: ClusterName): ClusterSettings {
    return this.#entries.get(name)?.settings ?? clusterSettings([], name);
  }

  #merged(): ReadonlyMap<ClusterName, Entry> {
    const entries = new Map<ClusterName, Entry>();
    for (const by of precedence) {
      for (const registration of this.#wanted.get(by) ?? []) {
        const { name } = registration.config;
        if (!entries.has(name)) entries.set(name, { ...registration, by });
      }
    }
    return entries;
  }

  #watch(name: ClusterName, work: Promise<void>): void {
    work.catch((error: unknown) => this.#options.onFailure(name, error));
  }
}

function isSameExtent(a: ClusterConfig, b: ClusterConfig): boolean {
  return isDeepStrictEqual(a.namespaces, b.namespaces);
}

function isSamePlace(a: ClusterConfig, b: ClusterConfig): boolean {
  return a.server === b.server && a.proxyUrl === b.proxyUrl && isDeepStrictEqual(a.credentials(), b.credentials());
}

function isSameIn(a: Entry, b: Entry): boolean {
  return a.by === b.by && isDeepStrictEqual(a.labels, b.labels) && isDeepStrictEqual(a.settings, b.settings);
}
