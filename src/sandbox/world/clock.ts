interface Timer {
  readonly at: number;
  readonly run: () => void;
  cancelled: boolean;
}

/**
 * The time in a sandbox, in milliseconds since the epoch. Live, it goes with the machine's; paused, it stands still until
 * it is stepped. Whatever happens in a cluster by itself is a timer of this clock, so a step of ten minutes is ten
 * minutes of its life, in the order in which they would have happened.
 */
export class SandboxClock {
  readonly #timers: Timer[] = [];
  readonly #onError: (error: unknown) => void;
  #now: number;
  /** Where the clock and the machine's stood when they began to go together. */
  #live: { readonly machine: number; readonly clock: number } | null = null;
  #running = false;
  #wake: NodeJS.Timeout | undefined;

  /** `onError` is told what a timer threw; the others run all the same. */
  constructor(now: number, onError: (error: unknown) => void) {
    this.#now = now;
    this.#onError = onError;
  }

  /** The machine's own. */
  static machineNow(): number {
    return Date.now();
  }

  get now(): number {
    // A timer must see its own time, or a long step would give all that happens in it one and the same.
    if (this.#running || !this.#live) return this.#now;
    return Math.max(this.#now, this.#live.clock + SandboxClock.machineNow() - this.#live.machine);
  }

  get paused(): boolean {
    return this.#live === null;
  }

  /** As the API writes times. */
  get timestamp(): string {
    return timestampOf(this.now);
  }

  after(ms: number, run: () => void): Disposable {
    const timer: Timer = { at: this.now + ms, run, cancelled: false };
    let index = this.#timers.length;
    while (index > 0 && (this.#timers[index - 1]?.at ?? 0) > timer.at) index -= 1;
    this.#timers.splice(index, 0, timer);
    this.#schedule();
    return {
      [Symbol.dispose]: () => {
        timer.cancelled = true;
      },
    };
  }

  /** Runs everything that is due until then, and stands there. */
  advance(ms: number): void {
    const target = this.now + ms;
    this.#runUntil(target);
    if (this.#live) this.#live = { machine: SandboxClock.machineNow(), clock: target };
    this.#schedule();
  }

  pause(): void {
    this.#now = this.now;
    this.#live = null;
    clearTimeout(this.#wake);
  }

  resume(): void {
    this.#live = { machine: SandboxClock.machineNow(), clock: this.now };
    this.#schedule();
  }

  /** Forgets all timers and stands, paused, at another time. */
  restart(now: number): void {
    this.pause();
    this.#timers.length = 0;
    this.#now = now;
  }

  #runUntil(target: number): void {
    this.#running = true;
    try {
      for (let timer = this.#timers[0]; timer && timer.at <= target; timer = this.#timers[0]) {
        this.#timers.shift();
        this.#now = Math.max(this.#now, timer.at);
        if (timer.cancelled) continue;
        try {
          timer.run();
        } catch (error) {
          this.#onError(error);
        }
      }
      this.#now = Math.max(this.#now, target);
    } finally {
      this.#running = false;
    }
  }

  #schedule(): void {
    const next = this.#timers[0];
    if (!this.#live || this.#running || !next) return;
    clearTimeout(this.#wake);
    const wait = Math.max(0, next.at - this.now);
    this.#wake = setTimeout(
      () => {
        this.#runUntil(this.now);
        this.#schedule();
      },
      Math.min(wait, 2 ** 31 - 1),
    );
    // The servers keep the process alive, the life in the clusters does not.
    this.#wake.unref();
  }
}

export function timestampOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}
