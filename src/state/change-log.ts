import type { Seq } from "./cell.ts";
import { compareVersions, type Position } from "./position.ts";
import type { Change } from "./row.ts";

/** How much of its past a store keeps for those who come back, and for those who are slow. */
export interface LogLimits {
  readonly changes: number;
  readonly ageMs: number;
}

export const defaultLogLimits: LogLimits = { changes: 10_000, ageMs: 5 * 60_000 };

interface Logged<T> {
  readonly change: Change<T>;
  readonly time: number;
}

/** A bounded record of a store's newest changes, removals with their last state (tombstones) among them. */
export class ChangeLog<T> {
  readonly #limits: LogLimits;
  readonly #now: () => number;
  // A queue: `#head` is the oldest one kept. The dead prefix is cut off when it has grown as long as the rest.
  #entries: Logged<T>[] = [];
  #head = 0;
  #floorSeq: Seq = 0;
  #floorAt: Position | null = null;
  #trimmed = false;

  constructor(limits: LogLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Forgets everything; from now on the log is complete after `at`, which was reached by change `seq`. */
  restart(seq: Seq, at: Position): void {
    this.#entries = [];
    this.#head = 0;
    this.#floorSeq = seq;
    this.#floorAt = at;
    this.#trimmed = false;
  }

  /** Where the log begins: it is complete after this position. */
  get floor(): Position | null {
    return this.#floorAt;
  }

  /** How many older changes it would take in. None once it had to drop some: it is as long as it may be. */
  get room(): number {
    return this.#trimmed ? 0 : this.#limits.changes - this.size;
  }

  /** Takes in all that happened after `from` and up to the floor, oldest first, and from then on begins at `from`. */
  prepend(changes: readonly Change<T>[], from: Position): void {
    const time = this.#now();
    // Whoever knows a number was there all along, and has been told of these: they stand under the floor's own.
    const older = changes.map((change) => ({ change: { ...change, seq: this.#floorSeq }, time }));
    this.#entries = [...older, ...this.#entries.slice(this.#head)];
    this.#head = 0;
    this.#floorAt = from;
  }

  push(change: Change<T>): void {
    const time = this.#now();
    this.#entries.push({ change, time });
    while (this.#entries.length - this.#head > this.#limits.changes || this.#isOld(this.#head, time))
      this.#dropOldest();
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** The changes after the one numbered `seq`, oldest first, or "expired" when some of them are no longer kept. */
  sinceSeq(seq: Seq): readonly Change<T>[] | "expired" {
    if (seq < this.#floorSeq) return "expired";
    return this.#tail((change) => change.seq > seq);
  }

  /** Nothing that happened after this position is missing. */
  reaches(after: Position): boolean {
    const floor = this.#floorAt;
    return floor?.epoch === after.epoch && compareVersions(after.rv, floor.rv) >= 0;
  }

  /** The changes after a position of the same epoch, oldest first, or "expired". */
  since(after: Position): readonly Change<T>[] | "expired" {
    if (!this.reaches(after)) return "expired";
    return this.#tail((change) => compareVersions(change.at.rv, after.rv) > 0);
  }

  // Both orders rise along the log, so the newer part is a suffix; it is short, and looked for from its end.
  #tail(isNewer: (change: Change<T>) => boolean): Change<T>[] {
    let first = this.#entries.length;
    while (first > this.#head && isNewer((this.#entries[first - 1] as Logged<T>).change)) first -= 1;
    return this.#entries.slice(first).map((logged) => logged.change);
  }

  #isOld(index: number, time: number): boolean {
    const oldest = this.#entries[index];
    return oldest !== undefined && time - oldest.time > this.#limits.ageMs;
  }

  #dropOldest(): void {
    const { change } = this.#entries[this.#head] as Logged<T>;
    this.#floorSeq = change.seq;
    this.#floorAt = change.at;
    this.#trimmed = true;
    // Lets go of the objects now; the slot itself goes with the next cut.
    this.#entries[this.#head] = undefined as unknown as Logged<T>;
    this.#head += 1;
    if (this.#head > 1_000 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}
