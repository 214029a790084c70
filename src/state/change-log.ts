import type { Seq } from "./cell.ts";
import { Gaps } from "./gaps.ts";
import { compareVersions, type Position } from "./position.ts";
import type { Change } from "./row.ts";
import type { Span } from "./source.ts";

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

/**
 * A bounded record of a store's newest changes, removals with their last state (tombstones) among them. Readers in this
 * process ask for the changes after a number, and were there all along; those who come back ask for what is after a
 * position, which may lie in a gap.
 */
export class ChangeLog<T> {
  readonly #limits: LogLimits;
  readonly #now: () => number;
  // A queue: `#head` is the oldest one kept. The dead prefix is cut off when it has grown as long as the rest.
  #entries: Logged<T>[] = [];
  #head = 0;
  #floorSeq: Seq = 0;
  #floorAt: Position | null = null;
  readonly #gaps = new Gaps<T>();

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
    this.#gaps.restart(at);
  }

  /** What follows was heard as a difference between the states at two positions, not as what happened in between. */
  skip(from: Position, to: Position): void {
    if (compareVersions(from.rv, to.rv) >= 0) return;
    const given = this.#gaps.add(from, to);
    if (given && this.#floorAt && compareVersions(given.to.rv, this.#floorAt.rv) > 0) this.#floorAt = given.to;
  }

  push(change: Change<T>): void {
    const time = this.#now();
    this.#entries.push({ change, time });
    while (this.#entries.length - this.#head > this.#limits.changes || this.#isOld(this.#head, time))
      this.#dropOldest();
    if (this.#floorAt) this.#gaps.trim(this.#floorAt, time - this.#limits.ageMs);
  }

  get size(): number {
    return this.#entries.length - this.#head + this.#gaps.size;
  }

  /** The changes after the one numbered `seq`, oldest first, or "expired" when some of them are no longer kept. */
  sinceSeq(seq: Seq): readonly Change<T>[] | "expired" {
    if (seq < this.#floorSeq) return "expired";
    return this.#tail((change) => change.seq > seq);
  }

  /** The changes after a position of the same epoch, oldest first, or "expired". */
  since(after: Position): readonly Change<T>[] | "expired" {
    if (!this.#floorAt || this.#floorAt.epoch !== after.epoch) return "expired";
    const gap = this.#gaps.at(after);
    if (compareVersions(after.rv, (gap?.reach ?? this.#floorAt).rv) < 0) return "expired";
    if (!gap) return this.#tail(({ at }) => compareVersions(at.rv, after.rv) > 0);
    const past = gap.past.filter(({ at }) => compareVersions(at.rv, after.rv) > 0);
    // What stands at the gap's end is the difference across it. It says once more what is gone, and alone what came in
    // another form.
    return [...past, ...this.#tail(({ at }) => compareVersions(at.rv, gap.to.rv) >= 0)];
  }

  /** Up to where the origin would have to tell what happened after a position; null where it is of no use to ask. */
  missing(after: Position): Position | null {
    if (this.#floorAt?.epoch !== after.epoch || this.room <= 0) return null;
    const gap = this.#gaps.at(after);
    return gap && compareVersions(after.rv, gap.reach.rv) < 0 ? gap.reach : null;
  }

  /** How many changes it would let itself be told: as many again as it hears itself. */
  get room(): number {
    return this.#limits.changes - this.#gaps.size;
  }

  /** Takes in all that happened between two positions, if that is what is missing still. */
  fill({ from, to }: Span, changes: readonly Change<T>[]): void {
    const gap = this.#gaps.at(from);
    if (gap?.reach !== to || changes.length > this.room) return;
    gap.past = [...changes, ...gap.past];
    gap.reach = from;
    gap.filledAt = this.#now();
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
    // Lets go of the objects now; the slot itself goes with the next cut.
    this.#entries[this.#head] = undefined as unknown as Logged<T>;
    this.#head += 1;
    if (this.#head > 1_000 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}
