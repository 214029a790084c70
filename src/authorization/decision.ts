import { FairwayError } from "../errors/index.ts";
import type { ReadVerb, Scope, Visibility } from "../state/index.ts";
import type { ReviewPort } from "./review-port.ts";
import { seesAll, seesNamespaces, seesNothing } from "./visibility.ts";

export interface DecisionTimes {
  /** An answer is asked for again after this. */
  readonly keepMs: number;
  /** How long an answer outlives a cluster that no longer says. */
  readonly graceMs: number;
  /** A question that nobody put for so long is forgotten. */
  readonly idleMs: number;
  /** One ask may take this long. */
  readonly askMs: number;
}

export interface DecisionParts {
  readonly review: ReviewPort;
  readonly clock: { now(): number; after(ms: number, run: () => void): Disposable };
  readonly times: DecisionTimes;
  /** Somebody depends on the answer without asking for it again. */
  readonly watched: () => boolean;
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
  readonly #scope: Scope;
  readonly #verb: ReadVerb;
  readonly #stop = new AbortController();
  #answer: Visibility | "unknown" = "unknown";
  #confirmedAt = 0;
  #usedAt: number;
  #asking: Promise<void> | undefined;
  #timer: Disposable | undefined;
  // Somebody went away with "unknown" as the answer, so the first real one is a change for him.
  #disappointed = false;

  constructor(scope: Scope, verb: ReadVerb, parts: DecisionParts) {
    this.#scope = scope;
    this.#verb = verb;
    this.#parts = parts;
    this.#usedAt = parts.clock.now();
  }

  use(): Visibility | "unknown" {
    this.#usedAt = this.#parts.clock.now();
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

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#timer?.[Symbol.dispose]();
  }

  async #ask(): Promise<void> {
    const { review, clock, times } = this.#parts;
    const limit = new AbortController();
    const timer = clock.after(times.askMs, () => limit.abort());
    const signal = AbortSignal.any([limit.signal, this.#stop.signal]);
    try {
      // A port that does not heed its signal must not hold up everybody who asks the same.
      const answer = await unlessAborted(this.#review(review, signal), signal, () => this.#timedOut());
      this.#confirmedAt = clock.now();
      this.#settle(answer);
    } catch (error) {
      const reason = error instanceof FairwayError ? error : this.#unavailable(error);
      if (isVerdict(reason)) this.#forget();
      else this.#expire();
      throw reason;
    } finally {
      timer[Symbol.dispose]();
      this.#asking = undefined;
      this.#schedule();
    }
  }

  async #review(review: ReviewPort, signal: AbortSignal): Promise<Visibility> {
    const { cluster, resource: scoped, namespace } = this.#scope;
    const slash = scoped.lastIndexOf("/");
    const [group, resource] = [scoped.slice(0, Math.max(slash, 0)), scoped.slice(slash + 1)];
    const attributes = { verb: this.#verb, group, resource };
    if (await review(cluster, attributes, signal)) return seesAll;
    if (namespace === undefined) return seesNothing;
    return (await review(cluster, { ...attributes, namespace }, signal)) ? seesNamespaces([namespace]) : seesNothing;
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
    if (this.#parts.clock.now() - this.#confirmedAt < this.#parts.times.graceMs) return;
    this.#forget();
  }

  #forget(): void {
    this.#settle("unknown");
    this.#disappointed = true;
  }

  #schedule(): void {
    if (this.#stop.signal.aborted) return;
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#parts.clock.after(this.#parts.times.keepMs, () => this.#again());
  }

  #again(): void {
    const { clock, times, watched, onIdle } = this.#parts;
    if (!watched() && clock.now() - this.#usedAt >= times.idleMs) {
      onIdle();
      return;
    }
    this.#asking ??= this.#ask();
    // Nobody waits for it: `#ask` has drawn the consequences, and whoever needs the reason asks himself.
    this.#asking.catch(() => {});
  }

  #timedOut(): FairwayError {
    return new FairwayError("CLUSTER_TIMEOUT", "The cluster did not say in time what may be seen", {
      cluster: this.#scope.cluster,
    });
  }

  #unavailable(cause: unknown): FairwayError {
    return new FairwayError("CLUSTER_UNAVAILABLE", "The cluster does not say what may be seen", {
      cluster: this.#scope.cluster,
      cause,
    });
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
