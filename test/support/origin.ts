import type { FairwayError } from "../../src/errors/index.ts";
import {
  compareVersions,
  type Feed,
  type Item,
  type Past,
  type Position,
  type Source,
  type Span,
} from "../../src/state/index.ts";

/** A source that does nothing by itself: the test speaks to the store through `feed`. */
export class ScriptedSource<T> implements Source<T> {
  runs = 0;
  /** Questions about the past, as in `5..10`, and what they are answered. */
  readonly questions: string[] = [];
  answer: (span: Span, signal: AbortSignal) => Promise<readonly Past<T>[] | "expired"> = async () => "expired";
  #feed: Feed<T> | null = null;
  #stop: AbortSignal | null = null;

  run(feed: Feed<T>, stop: AbortSignal): Promise<void> {
    this.runs += 1;
    this.#feed = feed;
    this.#stop = stop;
    return new Promise((resolve) => stop.addEventListener("abort", () => resolve()));
  }

  past(span: Span, _most: number, signal: AbortSignal): Promise<readonly Past<T>[] | "expired"> {
    this.questions.push(`${span.from.rv}..${span.to.rv}`);
    return this.answer(span, signal);
  }

  get running(): boolean {
    return this.#stop !== null && !this.#stop.aborted;
  }

  /** Of the newest run, though it may have been stopped. */
  get feed(): Feed<T> {
    if (!this.#feed) throw new Error("the source was never started");
    return this.#feed;
  }

  list(items: Iterable<Item<T>>, at: Position): void {
    const replacement = this.feed.replace();
    for (const item of items) replacement.put(item);
    replacement.commit(at);
  }
}

/**
 * What a cluster holds of one resource, and its history. It may feed any number of stores (those of several replicas),
 * each as a well-behaved reflector would: a list first, then each change; after a gap, another list.
 */
export class Origin<T> implements Source<T> {
  readonly items = new Map<string, Item<T>>();
  /** Whether it can tell what happened before a store began to listen. */
  remembers = false;
  /** Stores that start while this is true wait for `sync`. */
  held = false;
  epoch: string;
  runs = 0;
  readonly #feeds = new Set<Feed<T>>();
  readonly #synced = new Set<Feed<T>>();
  readonly #deaf = new Set<Feed<T>>();
  #past: Past<T>[] = [];
  #pastOf = "";
  #version = 100;
  #uids = 0;

  constructor(epoch = "e1") {
    this.epoch = epoch;
  }

  run(feed: Feed<T>, stop: AbortSignal): Promise<void> {
    this.runs += 1;
    this.#feeds.add(feed);
    if (!this.held) setImmediate(() => this.#list(feed));
    return new Promise((resolve) =>
      stop.addEventListener("abort", () => {
        for (const feeds of [this.#feeds, this.#synced, this.#deaf]) feeds.delete(feed);
        resolve();
      }),
    );
  }

  /** How many stores it feeds at present. */
  get running(): number {
    return this.#feeds.size;
  }

  get at(): Position {
    return { epoch: this.epoch, rv: String(this.#version) };
  }

  put(namespace: string, name: string, object: T): Item<T> {
    this.#version += 1;
    const held = this.items.get(`${namespace}/${name}`);
    if (!held) this.#uids += 1;
    const uid = held?.uid ?? `uid-${this.epoch}-${this.#uids}`;
    const item = { namespace, name, uid, version: String(this.#version), object };
    this.#remember({ type: held ? "modified" : "added", item });
    this.items.set(`${namespace}/${name}`, item);
    for (const feed of this.#hearing()) feed.put(item, this.at);
    return item;
  }

  remove(namespace: string, name: string): void {
    const item = this.items.get(`${namespace}/${name}`);
    if (!item) return;
    this.#version += 1;
    this.items.delete(`${namespace}/${name}`);
    this.#remember({ type: "removed", item: { ...item, version: String(this.#version) } });
    for (const feed of this.#hearing()) feed.remove(item, this.at);
  }

  /** Deletes and creates again under the same name, which some watches show as one change. */
  recreate(namespace: string, name: string, object: T): void {
    const item = this.items.get(`${namespace}/${name}`);
    this.#version += 1;
    if (item) this.#remember({ type: "removed", item: { ...item, version: String(this.#version) } });
    this.items.delete(`${namespace}/${name}`);
    this.put(namespace, name, object);
  }

  /** Something happened elsewhere: the version rises, and bookmarks say so. */
  bookmark(): void {
    this.#version += 1;
    for (const feed of this.#hearing()) feed.bookmark(this.at);
  }

  /** Changes are not heard of until the next `relist`. */
  cut(): void {
    for (const feed of this.#synced) this.#deaf.add(feed);
  }

  relist(): void {
    for (const feed of this.#synced) this.#list(feed);
  }

  sync(): void {
    this.held = false;
    for (const feed of this.#feeds) if (!this.#synced.has(feed)) this.#list(feed);
  }

  stale(since: number, error: FairwayError): void {
    for (const feed of this.#feeds) feed.health({ state: "stale", since, error });
  }

  async past({ from, to }: Span, most: number): Promise<readonly Past<T>[] | "expired"> {
    if (!this.remembers || from.epoch !== this.#pastOf) return "expired";
    const between = this.#past.filter(
      ({ item }) => compareVersions(item.version, from.rv) > 0 && compareVersions(item.version, to.rv) <= 0,
    );
    return between.length > most ? "expired" : between;
  }

  #remember(past: Past<T>): void {
    if (this.#pastOf !== this.epoch) this.#past = [];
    this.#pastOf = this.epoch;
    this.#past.push(past);
  }

  #hearing(): Feed<T>[] {
    return [...this.#synced].filter((feed) => !this.#deaf.has(feed));
  }

  #list(feed: Feed<T>): void {
    if (!this.#feeds.has(feed)) return;
    const replacement = feed.replace();
    for (const item of this.items.values()) replacement.put(item);
    replacement.commit(this.at);
    feed.health({ state: "live" });
    this.#synced.add(feed);
    this.#deaf.delete(feed);
  }
}
