import type { CloseReason, Frame, Sink } from "../../src/api/index.ts";
import type { FairwayError } from "../../src/errors/index.ts";

/** Keeps what it is sent. Takes `capacity` frames, then is full until it is drained. */
export class RecordingSink<Payload = unknown> implements Sink {
  readonly raw: Buffer[] = [];
  readonly frames: Payload[] = [];
  /** Calls that the contract of a sink forbids. */
  readonly breaks: string[] = [];
  closed: { readonly reason: CloseReason; readonly error: FairwayError | undefined } | null = null;
  capacity: number;
  full = false;
  onFrame: (frame: Payload) => void = () => {};
  #drained: () => void = () => {};

  constructor(capacity = Number.POSITIVE_INFINITY) {
    this.capacity = capacity;
  }

  send({ payload }: Frame): boolean {
    if (this.full) this.breaks.push("a frame although the sink was full");
    if (this.closed) this.breaks.push("a frame after the end");
    this.raw.push(payload);
    const parsed = JSON.parse(payload.toString()) as Payload;
    this.frames.push(parsed);
    this.capacity -= 1;
    this.full = this.capacity <= 0;
    this.onFrame(parsed);
    return !this.full;
  }

  onDrain(run: () => void): void {
    this.#drained = run;
  }

  close(reason: CloseReason, error?: FairwayError): void {
    if (this.closed) this.breaks.push("a second end");
    this.closed = { reason, error };
  }

  drain(capacity = Number.POSITIVE_INFINITY): void {
    this.capacity = capacity;
    if (!this.full) return;
    this.full = false;
    this.#drained();
  }
}
