import { FairwayError } from "../errors/index.ts";
import type { Visibility } from "../state/index.ts";

export interface DecisionTimes {
  /** An answer is asked for again after this. */
  readonly keepMs: number;
  /** The same where the cluster's changes of rights are watched, and each leads to asking again by itself. */
  readonly watchedKeepMs: number;
  /** How long an answer outlives a cluster that no longer says. */
  readonly graceMs: number;
  /** A question that nobody put for so long is forgotten. */
  readonly idleMs: number;
  /** One ask may take this long. */
  readonly askMs: number;
  /** How long reviews may lag behind the watch: after a change of rights an answer is good when it is this much younger. */
  readonly lagMs: number;
}

export interface DecisionParts {
  readonly cluster: string;
  /** Puts the question. */
  readonly ask: (signal: AbortSignal) => Promise<Visibility>;
  /** Whatever changes the answer will be told by `recheck`. */
  readonly watched: () => boolean;
  readonly clock: { monotonic(): number; after(ms: number, run: () => void): Disposable };
  readonly times: DecisionTimes;
  /** Somebody depends on the answer without asking for it again. */
  readonly listened: () => boolean;
  /** The answer that others may have used is no longer the answer. */
  readonly onChange: () => void;
  readonly onIdle: () => void;
}

/**
 * One question to one cluster, and its answer for as long as somebody cares. It is asked again in the background; until
 * the new answer is there the old one holds.
 */
export class Decision implements Disposable {
  readonly #parts: DecisionParts;
  readonly #stop = new AbortController();
  #answer: Visibility | "unknown" = "unknown";
  #keepMs: number;
  #confirmedAt = 0;
  #usedAt: number;
  #asking: Promise<void> | undefined;
  #timer: Disposable | undefined;
  /** Delays of asks that are due regardless of the answer's life. */
  #due: number[] = [];
  // Somebody went away with "unknown" as the answer, so the first real one is a change for him.
  #disappointed = false;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
    this.#keepMs = parts.times.keepMs;
    this.#usedAt = parts.clock.monotonic();
  }

  use(): Visibility | "unknown" {
    this.#usedAt = this.#parts.clock.monotonic();
    this.#expire();
    return this.#answer;
  }

  /** Resolves once the answer is known; rejects with why it is not. */
  async known(signal: AbortSignal): Promise<void> {
    if (this.use() !== "unknown") return;
    this.#asking ??= this.#ask();
    try {
      await unlessAborted(this.#asking, signal, () => this.#timedOut());
    } catch (error) {
      this.#disappointed = true;
      throw error;
    }
  }

  /**
   * Rights have changed: asks at once, and again when reviews cannot lag behind that change any more. An ask that is
   * under way may have been answered before the change, so it does not count.
   */
  recheck(): void {
    const { lagMs } = this.#parts.times;
    if (this.#asking !== undefined) {
      this.#due = [0, lagMs];
      return;
    }
    this.#due = [lagMs];
    this.#begin();
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#timer?.[Symbol.dispose]();
  }

  async #ask(): Promise<void> {
    const { ask, clock, times } = this.#parts;
    const limit = new AbortController();
    const timer = clock.after(times.askMs, () => limit.abort());
    const signal = AbortSignal.any([limit.signal, this.#stop.signal]);
    const askedAt = clock.monotonic();
    // What changed before the watch began was told to nobody, so it must have been there all along.
    const watched = this.#parts.watched();
    try {
      // A port that does not heed its signal must not hold up everybody who asks the same.
      const answer = await unlessAborted(ask(signal), signal, () => this.#timedOut());
      this.#confirmedAt = askedAt;
      this.#keepMs = watched && this.#parts.watched() ? times.watchedKeepMs : times.keepMs;
      this.#settle(answer);
    } catch (error) {
      const reason = error instanceof FairwayError ? error : this.#unavailable(error);
      this.#keepMs = times.keepMs;
      if (isVerdict(reason)) this.#forget();
      else this.#expire();
      throw reason;
    } finally {
      timer[Symbol.dispose]();
      this.#asking = undefined;
      this.#schedule();
    }
  }

  #settle(answer: Visibility | "unknown"): void {
    const before = this.#answer;
    this.#answer = answer;
    const news = before === "unknown" ? this.#disappointed : before !== answer;
    if (answer !== "unknown") this.#disappointed = false;
    if (news) this.#parts.onChange();
  }

  #expire(): void {
    if (this.#answer === "unknown") return;
    if (this.#parts.clock.monotonic() - this.#confirmedAt < this.#keepMs + this.#parts.times.graceMs) return;
    this.#forget();
  }

  #forget(): void {
    this.#settle("unknown");
    this.#disappointed = true;
  }

  #schedule(): void {
    if (this.#stop.signal.aborted) return;
    this.#timer?.[Symbol.dispose]();
    const delay = this.#due.shift() ?? this.#keepMs;
    this.#timer = this.#parts.clock.after(delay, () => this.#again());
  }

  #again(): void {
    const { clock, times, listened, onIdle } = this.#parts;
    if (!listened() && clock.monotonic() - this.#usedAt >= times.idleMs) onIdle();
    else this.#begin();
  }

  #begin(): void {
    this.#timer?.[Symbol.dispose]();
    this.#asking ??= this.#ask();
    // Nobody waits for it: `#ask` has drawn the consequences, and whoever needs the reason asks himself.
    this.#asking.catch(() => {});
  }

  #timedOut(): FairwayError {
    const { cluster } = this.#parts;
    return new FairwayError("CLUSTER_TIMEOUT", "The cluster did not say in time what may be seen", { cluster });
  }

  #unavailable(cause: unknown): FairwayError {
    const { cluster } = this.#parts;
    return new FairwayError("CLUSTER_UNAVAILABLE", "The cluster does not say what may be seen", { cluster, cause });
  }
}

/** The cluster was reached and does not know, or not trust, the gateway any more: that is no outage to sit out. */
function isVerdict({ code }: FairwayError): boolean {
  return code === "CLUSTER_UNAUTHENTICATED" || code === "FORBIDDEN";
}

/** The work's outcome, or `reason` once the signal is aborted, whether or not the work heeds it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, reason: () => FairwayError): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const give = () => reject(reason());
    if (signal.aborted) give();
    signal.addEventListener("abort", give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
  });
}
