import type { LogLimits } from "./change-log.ts";
import type { IndexDefinition } from "./indexes.ts";
import { type ClusterName, type Scope, scopeId } from "./scope.ts";
import type { Source } from "./source.ts";
import { Store } from "./store.ts";

export interface StoresOptions {
  readonly sourceFor: (scope: Scope) => Source<unknown>;
  readonly indexes: readonly IndexDefinition[];
  readonly idleMs: number;
  readonly log?: LogLimits;
  readonly now: () => number;
  readonly onSourceFailure: (scope: Scope, error: unknown) => void;
}

/** All stores of the process, one for each scope that was ever asked for. A store runs while it is leased. */
export class Stores implements Disposable {
  readonly #options: StoresOptions;
  readonly #stores = new Map<string, Store<unknown>>();

  constructor(options: StoresOptions) {
    this.#options = options;
  }

  open<T>(scope: Scope): Store<T> {
    const id = scopeId(scope);
    let store = this.#stores.get(id);
    if (!store) {
      const { sourceFor, indexes, ...rest } = this.#options;
      store = new Store({
        ...rest,
        scope,
        source: sourceFor(scope),
        indexes: indexes.filter(({ resource }) => resource === undefined || resource === scope.resource),
      });
      this.#stores.set(id, store);
    }
    return store as Store<T>;
  }

  /** A cluster has left: its stores end, and whoever asks for one of that name later gets another. */
  drop(cluster: ClusterName): void {
    for (const [id, store] of this.#stores) {
      if (store.scope.cluster !== cluster) continue;
      this.#stores.delete(id);
      store.end();
    }
  }

  /** The store of a scope, if anybody has asked for it yet. */
  find(scope: Scope): Store<unknown> | undefined {
    return this.#stores.get(scopeId(scope));
  }

  all(): Iterable<Store<unknown>> {
    return this.#stores.values();
  }

  [Symbol.dispose](): void {
    for (const store of this.#stores.values()) store.stop();
  }
}
