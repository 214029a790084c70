import { compareVersions, type Position } from "./position.ts";
import type { Change } from "./row.ts";

/** A stretch of its origin's history that a store did not hear of change by change. */
export interface Gap<T> {
  /** Null: from the beginning. */
  readonly after: Position | null;
  readonly to: Position;
  /** What is known of it all the same, oldest first: everything from `reach` on. */
  past: readonly Change<T>[];
  reach: Position;
  /** When `past` was filled in, in milliseconds since the epoch. */
  filledAt: number;
}

/** More relists than this within the life of a log are remembered as expired history. */
const MOST = 100;

/**
 * The gaps of one epoch: what lies before a store's first list, and what before each relist. A relist says what became of
 * the objects that were held, and nothing of what came and went meanwhile. Whoever was there has missed nothing by it;
 * but another replica may have shown just that, and whoever comes from there holds it.
 */
export class Gaps<T> {
  #gaps: Gap<T>[] = [];

  /** How many changes all gaps have been filled with. */
  get size(): number {
    return this.#gaps.reduce((sum, { past }) => sum + past.length, 0);
  }

  restart(to: Position): void {
    this.#gaps = [];
    this.add(null, to);
  }

  /** Gives up the oldest when there are too many, and returns it. */
  add(after: Position | null, to: Position): Gap<T> | undefined {
    this.#gaps.push({ after, to, past: [], reach: to, filledAt: 0 });
    return this.#gaps.length > MOST ? this.#gaps.shift() : undefined;
  }

  /** The one that a position lies in. Its ends are no part of it. */
  at({ rv }: Position): Gap<T> | undefined {
    return this.#gaps.find(({ after, to }) => {
      return compareVersions(rv, to.rv) < 0 && (!after || compareVersions(rv, after.rv) > 0);
    });
  }

  /** Forgets what lies before a position, and what was filled in before a time. */
  trim(floor: Position, oldest: number): void {
    this.#gaps = this.#gaps.filter(({ to }) => compareVersions(to.rv, floor.rv) >= 0);
    for (const gap of this.#gaps) {
      if (gap.past.length === 0 || gap.filledAt >= oldest) continue;
      gap.past = [];
      gap.reach = gap.to;
    }
  }
}
