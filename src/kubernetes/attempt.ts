/** Why an attempt was given up from within, rather than by the API server. */
export class GivenUp extends Error {
  readonly because: "silent" | "recovered" | "quiet" | "watch-list-refused" | "history-changed" | "kind-changed";

  constructor(because: GivenUp["because"]) {
    super(because);
    this.name = "GivenUp";
    this.because = because;
  }
}

/** One attempt of a reflector: from asking for a list or a watch until its stream ends, however it does. */
export class Attempt {
  readonly #controller = new AbortController();
  /** The server has accepted the watch, and where it began with a list, that is complete. */
  established = false;
  /** The full content was committed. */
  listed = false;
  /** An event of the watch was handed over. */
  progressed = false;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Given up when nothing is heard for so long, counted from now and from each `heard`. */
  whileHeard(milliseconds: number): Disposable & { heard(): void } {
    const timer = setTimeout(() => this.giveUp(new GivenUp("quiet")), milliseconds);
    return { heard: () => void timer.refresh(), [Symbol.dispose]: () => clearTimeout(timer) };
  }

  /** The first reason counts. */
  giveUp(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** The promise's outcome, or the reason as soon as the attempt is given up; the work itself goes on for others. */
  async wait<T>(work: Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(this.signal.reason);
    this.signal.addEventListener("abort", onAbort);
    try {
      return await Promise.race([work, aborted]);
    } finally {
      this.signal.removeEventListener("abort", onAbort);
    }
  }
}
