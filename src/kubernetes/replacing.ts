import {
  type Feed,
  type Item,
  type Key,
  keyOf,
  type Position,
  type Renewal,
  type Replacement,
} from "../state/index.ts";

interface Gone {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly version: string;
}

/**
 * The full content on its way into a store. WatchList may mix later events into the initial ones, also a deletion of
 * what was sent a moment ago: those wait here until the content is committed, as a Replacement takes additions alone.
 */
export class Replacing<T> {
  readonly #feed: Feed<T>;
  readonly #replacement: Replacement<T>;
  readonly #gone = new Map<Key, Gone>();
  #count = 0;

  constructor(feed: Feed<T>, renewal: Renewal) {
    this.#feed = feed;
    this.#replacement = feed.replace(renewal);
  }

  /** How many objects were put. */
  get count(): number {
    return this.#count;
  }

  put(item: Item<T>): void {
    this.#count += 1;
    this.#gone.delete(keyOf(item.namespace, item.name));
    this.#replacement.put(item);
  }

  remove(gone: Gone): void {
    this.#gone.set(keyOf(gone.namespace, gone.name), gone);
  }

  /** In one go, so that nobody sees what was deleted meanwhile. */
  commit(at: Position): void {
    const [first] = this.#gone.values();
    if (!first) {
      this.#replacement.commit(at);
      return;
    }
    // As of the moment before the first deletion, so that the store's positions rise.
    this.#replacement.commit({ epoch: at.epoch, rv: (BigInt(first.version) - 1n).toString() });
    for (const gone of this.#gone.values()) this.#feed.remove(gone, { epoch: at.epoch, rv: gone.version });
    this.#feed.bookmark(at);
  }
}
