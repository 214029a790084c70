const failuresToOpen = 3;
const pauseMs = 5_000;

/**
 * Who has failed several times in a row is left alone for a while: those who ask are told at once. After that one of them tries, and
 * the others are told so until it is known what came of it.
 */
export class Breaker {
  readonly #now: () => number;
  #failures = 0;
  #closedUntil = Number.NEGATIVE_INFINITY;

  /** `now` in milliseconds that never go back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** For how long it is to be left alone yet, in milliseconds; 0 where it may be asked. Whoever is told 0 asks, and says what came of it. */
  enter(): number {
    if (this.#failures < failuresToOpen) return 0;
    const left = this.#closedUntil - this.#now();
    if (left > 0) return Math.ceil(left);
    this.#closedUntil = this.#now() + pauseMs;
    return 0;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures >= failuresToOpen) this.#closedUntil = this.#now() + pauseMs;
  }
}
