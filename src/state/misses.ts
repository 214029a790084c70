import { FairwayError, toFairwayError } from "../errors/index.ts";
import { deadline } from "./deadline.ts";
import type { ClusterName } from "./scope.ts";

export type Outcome<T> =
  | { readonly state: "pending" }
  | { readonly state: "done"; readonly value: T }
  | { readonly state: "failed"; readonly error: FairwayError };

interface Due {
  readonly key: string;
  readonly cluster: ClusterName | undefined;
  readonly load: (signal: AbortSignal) => Promise<unknown>;
}

/** How long one cluster is waited for in one operation, in milliseconds. */
export type DeadlineMs = (cluster: ClusterName) => number;

const PENDING: Outcome<never> = { state: "pending" };

/**
 * What an operation needs and memory does not have yet. A pass of the execution is synchronous: it asks, is told
 * "pending", and goes on; the engine then awaits all that was asked for and runs the pass again. Each key is loaded
 * once in the operation's life, so a pass that is run again repeats no upstream call and no write.
 */
export class Misses {
  readonly #outcomes = new Map<string, Outcome<unknown>>();
  readonly #due = new Map<string, Due>();
  readonly #deadlines = new Map<ClusterName | undefined, AbortSignal>();
  readonly #deadlineMs: DeadlineMs;
  readonly #ended: AbortSignal;
  readonly #loading = new Set<string>();
  #missed = false;

  /**
   * `deadlineMs` bounds what is awaited of one cluster in the whole operation, so a slow cluster delays its own part
   * alone. `ended` aborts everything: the caller has gone.
   */
  constructor(deadlineMs: DeadlineMs, ended: AbortSignal) {
    this.#deadlineMs = deadlineMs;
    this.#ended = ended;
  }

  /** A pass begins. */
  begin(): void {
    this.#missed = false;
  }

  /** Something was pending in this pass: its result does not count. */
  get any(): boolean {
    return this.#missed;
  }

  ask<T>(key: string, cluster: ClusterName | undefined, load: (signal: AbortSignal) => Promise<T>): Outcome<T> {
    const known = this.#outcomes.get(key);
    if (known) return known as Outcome<T>;
    this.#missed = true;
    if (!this.#loading.has(key)) this.#due.set(key, { key, cluster, load });
    return PENDING;
  }

  /** What became of a key, if that is known by now. Asks for nothing. */
  known<T>(key: string): Exclude<Outcome<T>, { state: "pending" }> | undefined {
    return this.#outcomes.get(key) as Exclude<Outcome<T>, { state: "pending" }> | undefined;
  }

  /** Like `ask` for what changes the world: effects happen one after another, in the order of the document. */
  effect<T>(key: string, run: (signal: AbortSignal) => Promise<T>): Outcome<T> {
    const known = this.#outcomes.get(key);
    if (known) return known as Outcome<T>;
    // Whatever was missed before it in this pass comes first: it may be what an earlier effect waits for.
    if (!this.#missed && !this.#loading.has(key)) {
      // No cluster, hence no deadline of a read: a write whose outcome is unknown is worse than a slow one.
      this.#due.set(key, { key, cluster: undefined, load: () => run(this.#ended) });
    }
    this.#missed = true;
    return PENDING;
  }

  /** Awaits everything that is due. Afterwards each of it is done or failed. */
  async settle(): Promise<void> {
    const due = [...this.#due.values()];
    this.#due.clear();
    await Promise.all(due.map((each) => this.#load(each)));
  }

  async #load({ key, cluster, load }: Due): Promise<void> {
    const signal = cluster === undefined ? this.#ended : this.#deadline(cluster);
    this.#loading.add(key);
    try {
      const value = await withSignal(load(signal), signal, cluster);
      this.#outcomes.set(key, { state: "done", value });
    } catch (error) {
      this.#outcomes.set(key, { state: "failed", error: toFairwayError(error) });
    } finally {
      this.#loading.delete(key);
    }
  }

  #deadline(cluster: ClusterName): AbortSignal {
    let signal = this.#deadlines.get(cluster);
    if (!signal) {
      signal = deadline(this.#deadlineMs(cluster), this.#ended);
      this.#deadlines.set(cluster, signal);
    }
    return signal;
  }
}

/** The promise's outcome, or a CLUSTER_TIMEOUT at the abort, whether or not the work heeds the signal. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal, cluster: ClusterName | undefined): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const give = () => {
      const details = cluster === undefined ? {} : { cluster };
      reject(new FairwayError("CLUSTER_TIMEOUT", "The cluster did not answer within its deadline", details));
    };
    if (signal.aborted) give();
    signal.addEventListener("abort", give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
  });
}
