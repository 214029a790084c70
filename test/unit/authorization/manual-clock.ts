import { setImmediate as macrotask } from "node:timers/promises";

/** Time that passes only when a test says so. */
export class ManualClock {
  #now = 1_000_000;
  #wrongBy = 0;
  readonly #due = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now + this.#wrongBy;
  }

  monotonic(): number {
    return this.#now;
  }

  /** The time of day is found to have been wrong, and is put right. */
  set(ms: number): void {
    this.#wrongBy += ms;
  }

  after(ms: number, run: () => void): Disposable {
    const entry = { at: this.#now + ms, run };
    this.#due.add(entry);
    return { [Symbol.dispose]: () => this.#due.delete(entry) };
  }

  get timers(): number {
    return this.#due.size;
  }

  /** Runs what falls due, in order, and lets what was begun by it settle. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await macrotask();
      const [next] = [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#now = next.at;
      this.#due.delete(next);
      next.run();
    }
    this.#now = end;
  }
}
