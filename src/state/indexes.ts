import { Cell, type Seq } from "./cell.ts";
import type { Row } from "./row.ts";
import type { GroupResource } from "./scope.ts";

export type IndexName = string;

/** A value of an index, as in `{ index: "owner", value: <uid> }`. */
export interface IndexValue {
  readonly index: IndexName;
  readonly value: string;
}

/** Says under which values an object is found. `resource` limits it to one resource; absent, it holds for all. */
export interface IndexDefinition {
  readonly name: IndexName;
  readonly resource?: GroupResource;
  readonly values: (row: Row<never>) => readonly string[];
  /** False: nothing is looked up in it; it serves to tell of changes under a value alone, as `Predicate.signals` names them. */
  readonly filed?: boolean;
}

/** Each store has this one: the namespace is how a scan is limited to what a caller may see. */
export const NAMESPACE = "namespace";

/** The objects under one index value. As a cell: changes when an object under it changes, comes or goes. */
export class Bucket<T> extends Cell {
  readonly rows = new Set<Row<T>>();
  /** Changes only when an object comes or goes. */
  readonly members = new Cell();
}

/**
 * One index of one store. A bucket that became empty, or was asked for before anything was in it, stays for the
 * sake of those who noted its cell. Their number is bounded: an evicted one is touched, which at worst
 * makes somebody read again.
 */
export class Index<T> {
  readonly #values: (row: Row<T>) => readonly string[];
  readonly #buckets = new Map<string, Bucket<T>>();
  readonly #empty = new Set<string>();
  readonly #maxEmpty: number;

  constructor(values: (row: Row<T>) => readonly string[], maxEmpty = 10_000) {
    this.#values = values;
    this.#maxEmpty = maxEmpty;
  }

  bucket(value: string): Bucket<T> {
    let bucket = this.#buckets.get(value);
    if (!bucket) {
      bucket = new Bucket();
      this.#buckets.set(value, bucket);
      this.#markEmpty(value);
    }
    return bucket;
  }

  /** How many objects stand under a value; asking makes no bucket. */
  sizeOf(value: string): number {
    return this.#buckets.get(value)?.rows.size ?? 0;
  }

  /** Files an object by its new row (`after` undefined: removes it) and touches the buckets concerned. */
  move(before: Row<T> | undefined, after: Row<T> | undefined, seq: Seq): void {
    const was = before ? this.#values(before) : [];
    const is = after ? this.#values(after) : [];
    for (const value of was) {
      const bucket = this.bucket(value);
      bucket.rows.delete(before as Row<T>);
      if (after && is.includes(value)) bucket.rows.add(after);
      else {
        if (bucket.rows.size === 0) this.#markEmpty(value);
        bucket.members.touch(seq);
      }
      bucket.touch(seq);
    }
    for (const value of is) {
      if (was.includes(value)) continue;
      const bucket = this.bucket(value);
      bucket.rows.add(after as Row<T>);
      this.#empty.delete(value);
      bucket.members.touch(seq);
      bucket.touch(seq);
    }
  }

  /** Empties the index and tells everybody who looked at it. The buckets stay: somebody may be listening to them. */
  clear(seq: Seq): void {
    for (const [value, bucket] of this.#buckets) {
      bucket.rows.clear();
      bucket.touch(seq);
      bucket.members.touch(seq);
      this.#markEmpty(value);
    }
  }

  #markEmpty(value: string): void {
    this.#empty.delete(value);
    this.#empty.add(value);
    let excess = this.#empty.size - this.#maxEmpty;
    for (const oldest of this.#empty) {
      if (excess <= 0) return;
      const bucket = this.#buckets.get(oldest);
      // A listener would wait for ever for the changes of a bucket that was replaced by another. It does not count
      // either: else it would be the newest that has to go, which is about to be used.
      if (bucket?.listened || bucket?.members.listened) {
        excess -= 1;
        continue;
      }
      this.#empty.delete(oldest);
      this.#buckets.delete(oldest);
      bucket?.touch();
      bucket?.members.touch();
      return;
    }
  }
}
