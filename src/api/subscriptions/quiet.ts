import type { Seq } from "../../state/index.ts";

/**
 * The newest stretch of changes none of which concerned a group. Who waits for one object of a store in which much else
 * happens was served last at a place that the store's log may have lost by now; over the stretch he can be taken.
 */
export class Quiet {
  #after: Seq;
  #until: Seq;
  #toldOf: Seq;

  /** `version` is the number of the newest change that concerns the group. */
  constructor(version: Seq) {
    this.#after = version;
    this.#until = version;
    this.#toldOf = version;
  }

  /**
   * Changes that concern the group came, of which these are the first and the last since the last time. `stateAt` is when
   * one of its stores last came, went or began another history: no place is taken over that, it has to be noticed.
   */
  told(first: Seq, version: Seq, stateAt: Seq): void {
    if (first > this.#toldOf && stateAt <= this.#toldOf) {
      this.#after = this.#toldOf;
      this.#until = first - 1;
    }
    this.#toldOf = version;
  }

  /** A place that means the same for the group as `from`, and is as late as can be said. */
  skip(from: Seq): Seq {
    return from >= this.#after ? Math.max(from, this.#until) : from;
  }
}
