import type { ClusterName, Store } from "../../state/index.ts";
import type { Folded } from "./fold.ts";
import type { Group } from "./group.ts";
import type { Place, Vector } from "./resume-cursor.ts";

export interface Resumed {
  /** What happened in `clusters` since their places. */
  readonly folded: readonly Folded<unknown>[];
  readonly clusters: readonly ClusterName[];
  /** Clusters that cannot be gone on with from where their places are. */
  readonly lost: readonly ClusterName[];
}

/**
 * The way back of one subscriber: the places from which it has not been taken on yet, cluster by cluster. One whose
 * store is not there, or whose history is still being asked for, keeps its place as long as that takes, and keeps
 * nobody waiting.
 */
export class Resumption implements Disposable {
  readonly #places: Map<ClusterName, Place>;
  readonly #onReached: () => void;
  /** The stores that are waited for. A cluster that is registered anew has another one, and the former never comes. */
  readonly #asked = new Map<ClusterName, Store<unknown>>();
  readonly #reached = new Set<ClusterName>();
  readonly #ended = new AbortController();

  constructor(vector: Vector, onReached: () => void) {
    this.#places = new Map(vector);
    this.#onReached = onReached;
  }

  get places(): Vector {
    return this.#places;
  }

  /** Waits for what the group's stores will be able to say. */
  follow({ stores }: Group): void {
    for (const store of stores) {
      const { cluster } = store.scope;
      const place = this.#places.get(cluster);
      if (!place || this.#asked.get(cluster) === store) continue;
      this.#asked.set(cluster, store);
      this.#reached.delete(cluster);
      void store.reach(place.at, this.#ended.signal).then(() => {
        if (this.#asked.get(cluster) !== store) return;
        this.#reached.add(cluster);
        if (!this.#ended.signal.aborted) this.#onReached();
      });
    }
  }

  /** What can be said by now. It is to be confirmed by `leave` once it has been said. */
  look(group: Group): Resumed {
    const folded: Folded<unknown>[] = [];
    const clusters: ClusterName[] = [];
    const lost: ClusterName[] = [];
    for (const [cluster, place] of this.#places) {
      const since = group.sincePlace(cluster, place, this.#reached.has(cluster));
      if (since === "lost") lost.push(cluster);
      else if (since !== "later") {
        folded.push(...since);
        clusters.push(cluster);
      }
    }
    return { folded, clusters, lost };
  }

  /** These clusters are no longer at the places of the cursor. */
  leave(clusters: readonly ClusterName[]): void {
    for (const cluster of clusters) this.#places.delete(cluster);
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
  }
}

/** Of everybody who begins without a place; there are thousands of them. */
export const nothingToResume = new Resumption(new Map(), () => {});
