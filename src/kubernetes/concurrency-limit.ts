import type { ClusterName } from "../state/index.ts";
import type { Deadline } from "./deadline.ts";
import { UpstreamError } from "./upstream-errors.ts";

/** Where the server sheds load and does not say for how long. */
const usualPauseMs = 1_000;

/** However long it says: a cluster that has recovered must be found out. */
const longestPauseMs = 30_000;

/** The place of one request that is under way. The first outcome counts. */
export interface Slot extends Disposable {
  succeeded(): void;
  /** The server has too much to do, and asks to be left alone for so long. */
  refused(retryAfterMs: number | undefined): void;
}

/**
 * How many requests may be under way to one API server: as many as it takes. A refusal for load (429) lets nothing out
 * for as long as the server asked for, and halves the number; each success brings a part of a place back.
 */
export class ConcurrencyLimit {
  readonly #cluster: ClusterName;
  readonly #most: number;
  readonly #now: () => number;
  readonly #waiting = new Set<() => void>();
  #limit: number;
  #running = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** `now` in milliseconds that never go back. */
  constructor(cluster: ClusterName, most: number, now: () => number) {
    this.#cluster = cluster;
    this.#most = most;
    this.#limit = most;
    this.#now = now;
  }

  /** How many may run at present. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  get running(): number {
    return this.#running;
  }

  /** The server is back after a silence, and everybody has waited for it: a quarter goes first. */
  startSlowly(): void {
    this.#limit = Math.min(this.#limit, Math.max(1, this.#most / 4));
  }

  /**
   * Waits for a place. Throws TOO_MANY_REQUESTS where the server has asked for more time than there is until `endsAt`, and
   * what the deadline throws.
   */
  async enter(deadline: Deadline, endsAt: number): Promise<Slot> {
    const pauseMs = this.#pauseMs();
    if (pauseMs > 0 && this.#pausedUntil >= endsAt) {
      const message = `Cluster "${this.#cluster}" is over its load and has asked to be left alone for a while.`;
      const details = { cluster: this.#cluster, httpStatus: 429, retryAfterMs: Math.ceil(pauseMs) };
      throw new UpstreamError("TOO_MANY_REQUESTS", message, details);
    }
    if (!this.#hasRoom() || this.#waiting.size > 0) await this.#turn(deadline);
    else this.#running += 1;
    return this.#slot();
  }

  #slot(): Slot {
    let open = true;
    let settled = false;
    const once = (run: () => void) => {
      if (settled) return;
      settled = true;
      run();
    };
    return {
      succeeded: () => once(() => this.#succeeded()),
      refused: (retryAfterMs) => once(() => this.#refused(retryAfterMs)),
      [Symbol.dispose]: () => {
        if (!open) return;
        open = false;
        this.#running -= 1;
        this.#admit();
      },
    };
  }

  async #turn(deadline: Deadline): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    this.#wakeAfterPause();
    try {
      await deadline.race(promise);
    } catch (error) {
      // Let in at the very moment at which it gave up: the place goes to the next.
      if (!this.#waiting.delete(resolve)) {
        this.#running -= 1;
        this.#admit();
      }
      throw error;
    }
  }

  #succeeded(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
    this.#admit();
  }

  #refused(retryAfterMs = usualPauseMs): void {
    // What ran at the same time is refused for the same reason: one refusal for each pause counts.
    if (this.#pauseMs() <= 0) this.#limit = Math.max(1, this.#limit / 2);
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + Math.min(retryAfterMs, longestPauseMs));
  }

  #admit(): void {
    for (const admit of this.#waiting) {
      if (!this.#hasRoom()) break;
      this.#waiting.delete(admit);
      this.#running += 1;
      admit();
    }
    this.#wakeAfterPause();
  }

  #wakeAfterPause(): void {
    const pauseMs = this.#pauseMs();
    if (this.#waiting.size === 0 || pauseMs <= 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#admit(), Math.ceil(pauseMs));
    this.#timer.unref();
  }

  #hasRoom(): boolean {
    return this.#pauseMs() <= 0 && this.#running < this.limit;
  }

  #pauseMs(): number {
    return this.#pausedUntil - this.#now();
  }
}
