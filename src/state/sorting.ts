import type { Order, Selection } from "./order.ts";
import type { Row } from "./row.ts";

/** Rows are sorted in chunks of so many: the place of one within its chunk is a byte. */
const CHUNK = 256;

/** How many chunks one read sorts at the most: some milliseconds. It scans what is left. */
const CHUNKS_PER_READ = 32;

/** Where the rest of a sorted chunk begins, by its place in the order of the chunk. */
interface Run<T> {
  readonly chunk: number;
  readonly from: number;
  readonly head: Row<T>;
}

/**
 * The rows of a store, sorted by one order chunk by chunk. A page is merged from the chunks: of each only as many rows are
 * looked at as could be on it. A change unsorts its chunk alone, and only where it moves the row.
 */
export class Sorting<T> {
  readonly order: Order<T>;
  readonly #rows: readonly Row<T>[];
  /** For each chunk the places of its rows within it, in order. */
  #sorted = new Uint8Array(0);
  /** By chunk: 1 where `#sorted` holds. */
  #isSorted = new Uint8Array(0);
  #isAskedAgain = false;

  constructor(order: Order<T>, rows: readonly Row<T>[]) {
    this.order = order;
    this.#rows = rows;
  }

  /** Told before a row takes a place, or (undefined) leaves the last one. */
  change(place: number, row: Row<T> | undefined): void {
    const chunk = Math.floor(place / CHUNK);
    if (!this.#isSorted[chunk]) return;
    const held = this.#rows[place];
    // The order of a chunk is that of its rows: one that stays where it was may be another version, or another object.
    if (!held || !row || this.order.compareRows(held, row) !== 0) this.#isSorted[chunk] = 0;
  }

  offerTo(selection: Selection<T>, passes: (row: Row<T>) => boolean): void {
    const runs: Run<T>[] = [];
    const chunks = Math.ceil(this.#rows.length / CHUNK);
    this.#grow(chunks);
    // An order that is asked for once only is not worth being sorted by.
    let budget = this.#isAskedAgain ? CHUNKS_PER_READ : 0;
    this.#isAskedAgain = true;
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      if (!this.#isSorted[chunk] && budget > 0) {
        budget -= 1;
        this.#sort(chunk);
      }
      if (this.#isSorted[chunk]) this.#openRun(chunk, selection, runs);
      else this.#scan(chunk, selection, passes);
    }
    runs.sort((a, b) => this.order.compareRows(a.head, b.head));
    for (const run of runs) {
      // Nor has any other that begins behind it.
      if (selection.excludes(run.head)) return;
      this.#follow(run, selection, passes);
    }
  }

  #grow(chunks: number): void {
    if (this.#isSorted.length >= chunks) return;
    // With room for some more, so that a store that fills up does not copy at each read.
    const room = chunks + (chunks >> 2);
    const sorted = new Uint8Array(room * CHUNK);
    sorted.set(this.#sorted);
    const isSorted = new Uint8Array(room);
    isSorted.set(this.#isSorted);
    this.#sorted = sorted;
    this.#isSorted = isSorted;
  }

  #sizeOf(chunk: number): number {
    return Math.min(CHUNK, this.#rows.length - chunk * CHUNK);
  }

  #rowAt(chunk: number, index: number): Row<T> {
    const start = chunk * CHUNK;
    return this.#rows[start + (this.#sorted[start + index] as number)] as Row<T>;
  }

  #sort(chunk: number): void {
    const start = chunk * CHUNK;
    const rows = this.#rows.slice(start, start + this.#sizeOf(chunk));
    const leads = rows.map((row) => this.order.lead(row));
    const places = rows.map((_, place) => place);
    const compare = (a: number, b: number) =>
      this.order.compareRows(rows[a] as Row<T>, rows[b] as Row<T>, leads[a], leads[b]);
    this.#sorted.set(places.sort(compare), start);
    this.#isSorted[chunk] = 1;
  }

  /** What of a sorted chunk stands behind the cursor. */
  #openRun(chunk: number, { after }: Selection<T>, runs: Run<T>[]): void {
    const size = this.#sizeOf(chunk);
    let from = 0;
    for (let high = after ? size : 0; after && from < high; ) {
      const middle = (from + high) >> 1;
      if (this.order.compare(this.#rowAt(chunk, middle), after) > 0) high = middle;
      else from = middle + 1;
    }
    if (from < size) runs.push({ chunk, from, head: this.#rowAt(chunk, from) });
  }

  #follow({ chunk, from }: Run<T>, selection: Selection<T>, passes: (row: Row<T>) => boolean): void {
    const size = this.#sizeOf(chunk);
    for (let index = from; index < size; index += 1) {
      const row = this.#rowAt(chunk, index);
      if (selection.excludes(row)) return;
      if (passes(row)) selection.offer(row);
    }
  }

  #scan(chunk: number, selection: Selection<T>, passes: (row: Row<T>) => boolean): void {
    const start = chunk * CHUNK;
    const end = start + this.#sizeOf(chunk);
    for (let place = start; place < end; place += 1) {
      const row = this.#rows[place] as Row<T>;
      if (passes(row)) selection.offer(row);
    }
  }
}
