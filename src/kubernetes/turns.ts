/**
 * Shares the event loop between everything that ingests. All reflectors together may work for `budgetMs` in one
 * iteration of the loop; then they wait, and each later iteration lets one of them continue. A budget for each
 * reflector would not do: ten of them that sync at once would hold up everybody else ten times as long.
 */
export class Turns {
  readonly #budgetMs: number;
  readonly #waiting: (() => void)[] = [];
  #spentMs = 0;
  #scheduled = false;

  constructor(budgetMs = 4) {
    this.#budgetMs = budgetMs;
  }

  /** Whether this iteration's budget is used up, so that more work has to wait for `next`. */
  get exhausted(): boolean {
    return this.#spentMs >= this.#budgetMs;
  }

  /** Notes that work of this length was done in the current iteration. */
  charge(milliseconds: number): void {
    this.#spentMs += milliseconds;
    this.#schedule();
  }

  /** Resolves in a later iteration, in the order of asking. */
  next(): Promise<void> {
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#schedule();
    return turn;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#spentMs = 0;
      this.#waiting.shift()?.();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }
}
