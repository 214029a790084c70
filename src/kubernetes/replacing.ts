import type { Feed, Item, Position, Renewal, Replacement } from "../state/index.ts";

/** The full content on its way into a store, counted. */
export class Replacing<T> {
  readonly #replacement: Replacement<T>;
  #count = 0;

  constructor(feed: Feed<T>, renewal: Renewal) {
    this.#replacement = feed.replace(renewal);
  }

  /** How many objects were put. */
  get count(): number {
    return this.#count;
  }

  put(item: Item<T>): void {
    this.#count += 1;
    this.#replacement.put(item);
  }

  /** WatchList may mix later events into the initial ones, also a deletion of what was sent a moment ago. */
  remove(gone: { readonly namespace: string; readonly name: string }): void {
    this.#replacement.remove(gone);
  }

  commit(at: Position): void {
    this.#replacement.commit(at);
  }
}
