import type { Clock, Metrics } from "../telemetry/index.ts";
import type { SocketTuning } from "./options.ts";

/** What is written to, as far as it says how full it is. */
export interface Outgoing {
  readonly writableNeedDrain: boolean;
  on(event: "drain", run: () => void): unknown;
}

export interface OutflowParts {
  readonly stream: Outgoing;
  /** Bytes that wait in it. */
  readonly buffered: () => number;
  readonly tuning: Pick<SocketTuning, "highWaterBytes" | "slowMs">;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Called each time that it becomes full, and when it no longer is, before anybody is told to go on. */
  readonly onFull?: (full: boolean) => void;
  /** It was full for too long. */
  readonly onSlow: () => void;
}

/** How full the way to one client is, and who waits for it to drain. It holds nothing that was written. */
export class Outflow implements Disposable {
  readonly #parts: OutflowParts;
  readonly #waiting = new Set<() => void>();
  #slow: Disposable | undefined;

  constructor(parts: OutflowParts) {
    this.#parts = parts;
    parts.stream.on("drain", () => this.#drained());
  }

  get full(): boolean {
    return this.#slow !== undefined;
  }

  /** False: full. Called after everything that writes. */
  check(): boolean {
    const { stream, buffered, tuning, clock, metrics, onFull, onSlow } = this.#parts;
    // `drain` comes only to those whose write was refused.
    if (buffered() <= tuning.highWaterBytes || !stream.writableNeedDrain) return true;
    if (!this.#slow) {
      metrics.slowConsumer("paused");
      onFull?.(true);
      this.#slow = clock.after(tuning.slowMs, () => {
        metrics.slowConsumer("closed");
        onSlow();
      });
    }
    return false;
  }

  /** Calls `run` once, when more can be taken. */
  afterDrain(run: () => void): void {
    this.#waiting.add(run);
  }

  [Symbol.dispose](): void {
    this.#slow?.[Symbol.dispose]();
    this.#slow = undefined;
    this.#waiting.clear();
  }

  #drained(): void {
    if (!this.#slow) return;
    this.#slow[Symbol.dispose]();
    this.#slow = undefined;
    this.#parts.onFull?.(false);
    for (const run of [...this.#waiting]) {
      // One of them may have filled it again; the others go on waiting.
      if (this.full) return;
      this.#waiting.delete(run);
      run();
    }
  }
}
