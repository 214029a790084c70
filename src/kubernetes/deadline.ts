/**
 * One abort signal out of a caller's signal and a time limit. Unlike `AbortSignal.any` it lets go of the caller's
 * signal when disposed of, which here may live as long as the process.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #follow: () => void;
  #timer: NodeJS.Timeout | undefined;
  #grace: NodeJS.Immediate | undefined;
  #passed = false;

  constructor(milliseconds: number, outer?: AbortSignal) {
    this.#outer = outer;
    this.#follow = () => this.#controller.abort(outer?.reason);
    if (outer?.aborted) this.#follow();
    outer?.addEventListener("abort", this.#follow);
    this.#timer = setTimeout(() => {
      // After the event loop was held up, the answer may have long been there, unread: sockets come after timers.
      this.#grace = setImmediate(() => {
        this.#passed = !this.#controller.signal.aborted;
        this.#controller.abort(new Error("deadline"));
      });
    }, milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time ran out; false when the caller's signal came first. */
  get passed(): boolean {
    return this.#passed;
  }

  /** No time limit from now on; the caller's signal still counts. */
  lift(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#grace);
  }

  /** The outcome of `work`, or a rejection once the signal is aborted, whatever `work` does then. */
  async race<T>(work: Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(this.signal.reason);
      this.signal.addEventListener("abort", stop);
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      this.signal.removeEventListener("abort", stop);
    }
  }

  [Symbol.dispose](): void {
    this.lift();
    this.#outer?.removeEventListener("abort", this.#follow);
  }
}
