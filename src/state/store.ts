import { toFairwayError } from "../errors/index.ts";
import { Cell, nextSeq, type Seq } from "./cell.ts";
import { ChangeLog, defaultLogLimits, type LogLimits } from "./change-log.ts";
import { type Bucket, Index, type IndexDefinition, NAMESPACE } from "./indexes.ts";
import type { Selection } from "./order.ts";
import { compareVersions, type Position } from "./position.ts";
import { Recall } from "./recall.ts";
import { type Change, KeptRow, type Row } from "./row.ts";
import { Rows } from "./rows.ts";
import { type Key, keyOf, type Scope } from "./scope.ts";
import { Signals } from "./signals.ts";
import type { Feed, Health, Identity, Item, Renewal, Replacement, Source } from "./source.ts";
import { withoutFlaws } from "./without-flaws.ts";

export interface StoreOptions<T> {
  readonly scope: Scope;
  readonly source: Source<T>;
  readonly indexes: readonly IndexDefinition[];
  /** How long the store lives on without a lease, in milliseconds. */
  readonly idleMs: number;
  readonly log?: LogLimits;
  readonly now: () => number;
  /** Told of a source that threw, which its contract forbids. */
  readonly onSourceFailure: (scope: Scope, error: unknown) => void;
}

/**
 * The objects of one scope, as of one position, with their indexes and newest changes.
 *
 * The contract: a change is applied whole and synchronously, so who reads without awaiting sees one state. An object
 * is announced once per change, in the order of the origin's history. Rows are immutable. What was never committed by
 * the source is invisible: until the first commit `at` is null and the store must not be read.
 */
export class Store<T> {
  readonly scope: Scope;
  /** Any change of any object. */
  readonly content = new Cell();
  /** An object comes or goes. */
  readonly members = new Cell();
  /** `at` becomes non-null or null, or the health changes. */
  readonly state = new Cell();
  /** `at` moves, be it without a change. Of interest to those alone who say up to where an answer is complete. */
  readonly position = new Cell();

  readonly #options: StoreOptions<T>;
  readonly #rows = new Rows<T>();
  /** Of the objects that somebody has read by name. */
  readonly #cells = new Map<Key, Cell>();
  readonly #indexes = new Map<string, Index<T>>();
  readonly #signals = new Map<string, Signals<T>>();
  readonly #log: ChangeLog<T>;
  readonly #recall: Recall<T>;
  readonly #synced = new Set<() => void>();
  #at: Position | null = null;
  #health: Health | null = null;
  #leases = 0;
  #running: AbortController | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(options: StoreOptions<T>) {
    this.#options = options;
    this.scope = options.scope;
    this.#log = new ChangeLog(options.log ?? defaultLogLimits, options.now);
    const rowOf = (item: Item<T>) => new KeptRow(this.scope, item);
    this.#recall = new Recall({ log: this.#log, source: options.source, rowOf });
    this.#indexes.set(NAMESPACE, new Index((row) => [row.namespace]));
    for (const { name, values: valuesOf, filed = true } of options.indexes) {
      const values = withoutFlaws(valuesOf as (row: Row<T>) => readonly string[]);
      if (filed) this.#indexes.set(name, new Index(values));
      else this.#signals.set(name, new Signals(values));
    }
  }

  /** The position up to which the content is complete; null until synced. */
  get at(): Position | null {
    return this.#at;
  }

  /** How the connection to the origin stands; null before the source has said anything. */
  get health(): Health | null {
    return this.#health;
  }

  reached(rv: string | undefined): boolean {
    return this.#at !== null && (rv === undefined || compareVersions(this.#at.rv, rv) >= 0);
  }

  get size(): number {
    return this.#rows.size;
  }

  get logSize(): number {
    return this.#log.size;
  }

  get(namespace: string, name: string): Row<T> | undefined {
    return this.#rows.get(namespace, name);
  }

  /** The objects under a value of an index, as they stand now. Throws when the store has no such index. */
  by(index: string, value: string): Iterable<Row<T>> {
    return this.bucket(index, value).rows;
  }

  /** Everything, or what lies in these namespaces. */
  *scan(namespaces: "all" | Iterable<string>): Iterable<Row<T>> {
    for (const namespace of namespaces === "all" ? this.#rows.namespaces() : namespaces) {
      yield* this.#rows.in(namespace);
    }
  }

  /** As `scan` of all, and several times as fast: lists are made of it. */
  visitAll(visit: (row: Row<T>) => void): void {
    this.#rows.forEach(visit);
  }

  /** Offers the rows that pass, or at least those of them that may have a place in the selection. */
  offerTo(selection: Selection<T>, passes: (row: Row<T>) => boolean): void {
    this.#rows.offerTo(selection, passes);
  }

  /** The cell of one object, there or not. An absent one is covered by its namespace's membership. */
  cellOf(namespace: string, name: string): Cell {
    if (!this.#rows.get(namespace, name)) return this.bucket(NAMESPACE, namespace).members;
    const key = keyOf(namespace, name);
    let cell = this.#cells.get(key);
    if (!cell) {
      // That nothing is known of earlier changes does no harm: whoever notes it now has looked at the newest state.
      cell = new Cell();
      this.#cells.set(key, cell);
    }
    return cell;
  }

  bucket(index: string, value: string): Bucket<T> {
    const found = this.#indexes.get(index);
    if (!found) throw new Error(`${this.scope.resource} has no index "${index}"`);
    return found.bucket(value);
  }

  /**
   * The cell of a value of an index that files nothing, in a namespace or ("") in all of them: changes when an object under
   * it changes, comes or goes. Throws when the store has no such index.
   */
  signal(index: string, value: string, namespace: string): Cell {
    const found = this.#signals.get(index);
    if (!found) throw new Error(`${this.scope.resource} has no index "${index}" that tells of changes`);
    return found.cell(value, namespace);
  }

  /** How many objects stand under a value of an index. */
  sizeOf(index: string, value: string): number {
    return this.#indexes.get(index)?.sizeOf(value) ?? 0;
  }

  since(after: Position): readonly Change<T>[] | "expired" {
    return this.#log.since(after);
  }

  sinceSeq(seq: Seq): readonly Change<T>[] | "expired" {
    return this.#log.sinceSeq(seq);
  }

  /** Keeps the store alive, and starts it if need be. The last release starts the idle time. */
  lease(): Disposable {
    this.#leases += 1;
    this.#cancelIdle();
    if (!this.#running && !this.#ended) this.#start();
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        this.#leases -= 1;
        if (this.#leases === 0 && this.#running) {
          this.#idleTimer = setTimeout(() => this.stop(), this.#options.idleMs);
          this.#idleTimer.unref();
        }
      },
    };
  }

  /**
   * Resolves when the store is complete up to the resourceVersion `rv`. Without one: when it is synced, or its source
   * reports a failure, which a first sync should not be waited for any longer. Resolves on abort and at the end, too.
   */
  async settled(signal: AbortSignal, rv?: string): Promise<void> {
    const isOver = () => signal.aborted || this.#ended || this.reached(rv);
    while (!isOver() && (rv !== undefined || this.#health?.state !== "stale")) await this.#news(signal);
  }

  /**
   * Resolves when `since(after)` says all that can be said: the store has come as far as `after`, and its log reaches
   * back to it if the origin remembers that much. Resolves at once for a position of another epoch, on abort and at the end.
   */
  async reach(after: Position, signal: AbortSignal): Promise<void> {
    const isOver = () => signal.aborted || this.#ended;
    while (!isOver() && !this.#at) await this.#news(signal);
    while (!isOver() && this.#at?.epoch === after.epoch && !this.reached(after.rv)) await this.#news(signal);
    if (!this.#ended) await this.#recall.reach(after, signal);
  }

  /** Ends the source and forgets the content; whoever has read it is told. */
  stop(): void {
    this.#cancelIdle();
    this.#running?.abort();
    this.#running = null;
    const seq = nextSeq();
    for (const cell of this.#cells.values()) cell.touch(seq);
    this.#cells.clear();
    for (const index of this.#indexes.values()) index.clear(seq);
    for (const signals of this.#signals.values()) signals.clear(seq);
    this.#rows.clear();
    this.#at = null;
    this.#health = null;
    for (const cell of [this.content, this.members, this.state, this.position]) cell.touch(seq);
    this.#wake();
  }

  /** As `stop`, for good: nothing will ever be in it again, so nobody waits for it and no lease starts it. */
  end(): void {
    this.#ended = true;
    this.stop();
  }

  #start(): void {
    const running = new AbortController();
    this.#running = running;
    const feed = this.#feed(running.signal);
    this.#options.source.run(feed, running.signal).catch((error: unknown) => {
      if (running.signal.aborted) return;
      // Nobody will fill this store any more: who waits for it must not wait for ever.
      feed.health({ state: "stale", since: this.#options.now(), error: toFairwayError(error) });
      this.#options.onSourceFailure(this.scope, error);
    });
  }

  #cancelIdle(): void {
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
  }

  #news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener("abort", done);
        this.#synced.delete(done);
        resolve();
      };
      this.#synced.add(done);
      signal.addEventListener("abort", done);
    });
  }

  #wake(): void {
    for (const done of [...this.#synced]) done();
  }

  // A source that was stopped may still hold its feed in the middle of an await: from then on the feed is dead.
  #feed(stopped: AbortSignal): Feed<T> {
    const store = this;
    const alive = <A extends unknown[]>(run: (...args: A) => void) => {
      return (...args: A) => {
        if (!stopped.aborted) run(...args);
      };
    };
    return {
      get at() {
        return stopped.aborted ? null : store.#at;
      },
      peek: (namespace, name) => (stopped.aborted ? undefined : store.get(namespace, name)?.object),
      replace: (renewal = "changes") => store.#replace(alive, renewal),
      put: alive((item: Item<T>, at: Position, completeTo = at) => {
        store.#put(item, at);
        store.#advance(completeTo);
      }),
      remove: alive(({ namespace, name }: Identity, at: Position, completeTo = at) => {
        const held = store.get(namespace, name);
        if (held) store.#apply(held, undefined, at);
        store.#advance(completeTo);
      }),
      bookmark: alive((at) => store.#advance(at)),
      health: alive((health) => {
        if (store.#health?.state === "live" && health.state === "live") return;
        store.#health = health;
        store.state.touch();
        store.#wake();
      }),
    };
  }

  #replace(
    alive: <A extends unknown[]>(run: (...args: A) => void) => (...args: A) => void,
    renewal: Renewal,
  ): Replacement<T> {
    /** Of what is held: what the new content has as well, changed or not. */
    const seen = new Set<Row<T>>();
    const changed = new Map<Key, Item<T>>();
    return {
      put: alive((item) => {
        const held = this.get(item.namespace, item.name);
        if (held) seen.add(held);
        if (renewal === "changes" && held && held.uid === item.uid && held.version === item.version) return;
        // Before the first commit nobody can see the content, so it is filed at once: a long first list is then
        // spread over many turns of the event loop. Later lists wait for their commit, to be seen whole.
        if (this.#at) changed.set(keyOf(item.namespace, item.name), item);
        else {
          const row = new KeptRow(this.scope, item);
          this.#file(held, row, 0);
          seen.add(row);
        }
      }),
      // For whoever reads it is as if the object had not been there: what is not seen in the end is removed.
      remove: alive(({ namespace, name }) => {
        const held = this.get(namespace, name);
        if (held) seen.delete(held);
        changed.delete(keyOf(namespace, name));
      }),
      commit: alive((at: Position, completeTo = at) =>
        this.#commit({ at, completeTo }, seen, [...changed.values()], renewal),
      ),
    };
  }

  #commit(
    { at, completeTo }: { readonly at: Position; readonly completeTo: Position },
    seen: ReadonlySet<Row<T>>,
    changed: Item<T>[],
    renewal: Renewal,
  ): void {
    const first = this.#at === null;
    const continues = this.#at?.epoch === at.epoch;
    // In the order of their versions, so that the log's positions rise.
    changed.sort((a, b) => compareVersions(a.version, b.version));
    const goneBefore: Row<T>[] = [];
    this.visitAll((row) => {
      if (!seen.has(row)) goneBefore.push(row);
    });
    if (first) {
      for (const row of goneBefore) this.#file(row, undefined, 0);
      const seq = nextSeq();
      for (const cell of [this.content, this.members]) cell.touch(seq);
      this.#log.restart(seq, at);
    } else {
      if (this.#at && continues) this.#log.skip(this.#at, at);
      // What is renewed changes now; to whoever comes back from before, its own version would look like old news.
      if (renewal === "all") for (const item of changed) this.#put(item, at, true);
      else for (const item of changed) this.#put(item, { epoch: at.epoch, rv: item.version });
      for (const row of goneBefore) this.#apply(row, undefined, at);
      // Positions of two epochs cannot be compared: cursors of the old one must find the log expired.
      if (!continues) this.#log.restart(nextSeq(), at);
    }
    this.#at = completeTo;
    this.position.touch();
    if (first || !continues) this.state.touch();
    this.#wake();
  }

  #put(item: Item<T>, at: Position, renewed = false): void {
    const held = this.get(item.namespace, item.name);
    const next = new KeptRow(this.scope, item);
    if (held && held.uid !== next.uid) {
      this.#apply(held, undefined, at);
      this.#apply(undefined, next, at);
    } else if (renewed || held?.version !== next.version) this.#apply(held, next, at);
  }

  #apply(before: Row<T> | undefined, after: Row<T> | undefined, at: Position): void {
    const seq = nextSeq();
    this.#file(before, after, seq);
    this.content.touch(seq);
    if (!before || !after) this.members.touch(seq);
    this.#log.push({ seq, at, ...(before && { before }), ...(after && { after }) });
  }

  /** Brings rows and indexes from one row to the next, and touches the cells that they concern. */
  #file(before: Row<T> | undefined, after: Row<T> | undefined, seq: Seq): void {
    const either = after ?? before;
    if (!either) return;
    if (after) this.#rows.set(after);
    else this.#rows.delete(either);
    if (this.#cells.size > 0) {
      const { key } = either;
      this.#cells.get(key)?.touch(seq);
      if (!after) this.#cells.delete(key);
    }
    for (const index of this.#indexes.values()) index.move(before, after, seq);
    for (const signals of this.#signals.values()) signals.move(before, after, seq);
  }

  #advance(at: Position): void {
    // Before the first commit the content is not complete up to anything.
    if (!this.#at || (this.#at.epoch === at.epoch && compareVersions(at.rv, this.#at.rv) < 0)) return;
    this.#at = at;
    this.position.touch();
    // It changes no content, so it wakes only those who wait for a position.
    if (this.#synced.size > 0) this.#wake();
  }
}
