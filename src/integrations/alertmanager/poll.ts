import { setTimeout as sleep } from "node:timers/promises";
import { type FairwayError, toFairwayError } from "../../errors/index.ts";

/** What the last polls came to. */
export interface Polled<T> {
  /** Null before the first answer. */
  readonly items: readonly T[] | null;
  /** When they were confirmed, in milliseconds since the epoch; before the first answer, when it was asked for first. */
  readonly confirmedAt: number;
  /** Of the last poll, where it failed. */
  readonly error: FairwayError | null;
}

export interface PollOptions<T> {
  readonly ask: (signal: AbortSignal) => Promise<readonly T[]>;
  readonly intervalMs: number;
  readonly now: () => number;
  readonly random: () => number;
  /** Told of the first failure of several in a row. */
  readonly onFailure: (error: FairwayError) => void;
}

/** How much longer the pause may get while it fails. */
const slowest = 8;

/** Asks for the same again and again, for all who follow it at once, as long as somebody does. */
export class Poll<T> {
  readonly #options: PollOptions<T>;
  readonly #followers = new Set<(polled: Polled<T>) => void>();
  #running: AbortController | null = null;
  #polled: Polled<T> | null = null;

  constructor(options: PollOptions<T>) {
    this.#options = options;
  }

  /** Tells what is known, if anything is, and then what each poll comes to. */
  follow(follower: (polled: Polled<T>) => void): Disposable {
    this.#followers.add(follower);
    if (this.#polled) follower(this.#polled);
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#run(this.#running.signal);
    }
    return {
      [Symbol.dispose]: () => {
        this.#followers.delete(follower);
        if (this.#followers.size > 0) return;
        this.#running?.abort();
        this.#running = null;
        // Nobody knows how old it would be for the next who follows.
        this.#polled = null;
      },
    };
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { ask, intervalMs, now, random, onFailure } = this.#options;
    let polled: Polled<T> = { items: null, confirmedAt: now(), error: null };
    for (let failures = 0; !stop.aborted; ) {
      try {
        polled = { items: await ask(stop), confirmedAt: now(), error: null };
        failures = 0;
      } catch (error) {
        if (stop.aborted) return;
        polled = { ...polled, error: toFairwayError(error) };
        if (failures === 0 && polled.error) onFailure(polled.error);
        failures += 1;
      }
      if (stop.aborted) return;
      this.#polled = polled;
      for (const follower of [...this.#followers]) follower(polled);
      // Drawn, so that the polls of many replicas do not fall into step.
      const pause = intervalMs * Math.min(2 ** failures, slowest) * (0.9 + random() * 0.2);
      await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
