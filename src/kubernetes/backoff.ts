export interface BackoffOptions {
  /** The first delay, in milliseconds. Default 200. */
  readonly baseMs?: number;
  /** No delay is longer, in milliseconds. Default 30,000. */
  readonly capMs?: number;
}

/**
 * Delays that double with each failure, up to a cap. Each is drawn from the upper half of its range, so that the many
 * reflectors of a cluster that fell at the same moment do not all come back at the same moment.
 */
export class Backoff {
  readonly #baseMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number, options: BackoffOptions = {}) {
    this.#random = random;
    this.#baseMs = options.baseMs ?? 200;
    this.#capMs = options.capMs ?? 30_000;
  }

  /** How often in a row it failed. */
  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    // The exponent is bounded as well: 2 ** 1024 would be Infinity, and a long outage gets there.
    const delay = Math.min(this.#capMs, this.#baseMs * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return delay * (0.5 + this.#random() / 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}
