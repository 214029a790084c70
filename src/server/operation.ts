import type {
  Api,
  CloseReason,
  Frame,
  Membership,
  OperationRequest,
  Reply,
  RequestOrigin,
  Sink,
} from "../api/index.ts";
import { type ErrorCode, type FairwayError, toFairwayError } from "../errors/index.ts";
import type { Clock, Logger, Metrics, Transport } from "../telemetry/index.ts";

/** One operation's way to its client, in the words of a transport's protocol. Nothing is written after its end. */
export interface Outlet {
  /** False: full. The frame was taken all the same. */
  frame(frame: Frame): boolean;
  /** Calls `run` once, when more can be taken after `frame` said false. */
  afterDrain(run: () => void): void;
  /** It is a subscription, and has begun. Frames may have come before. */
  begun?(): void;
  /** The whole answer, and the end. */
  reply(reply: Reply): void;
  /** The end. `error` says why it failed. */
  end(reason: CloseReason, error?: FairwayError): void;
}

export interface OperationParts {
  readonly origin: Omit<RequestOrigin, "signal" | "transport">;
  readonly transport: Transport;
  readonly api: Api;
  readonly outlet: Outlet;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  /** It was answered with an error and nothing else. Called once at the most, before `onEnd`. */
  readonly onRefused: (code: ErrorCode, reason?: string) => void;
  /** The operation needs nothing any more. Called once. */
  readonly onEnd: () => void;
}

type State = "starting" | "running" | "ended";

/** One operation of one client, of any type, on a transport that can stream. */
export class Operation implements Sink {
  readonly #parts: OperationParts;
  readonly #gone = new AbortController();
  readonly #began: number;
  #state: State = "starting";
  #membership: Membership | undefined;
  #resume: () => void = () => {};
  readonly #onDrain = () => {
    if (this.#state !== "ended") this.#resume();
  };

  constructor(parts: OperationParts) {
    this.#parts = parts;
    this.#began = parts.clock.monotonic();
  }

  /** Never rejects. */
  async start(request: OperationRequest): Promise<void> {
    const { api, origin, transport, log, metrics } = this.#parts;
    try {
      const outcome = await api.subscribe(request, { ...origin, transport, signal: this.#gone.signal }, this);
      if ("leave" in outcome) this.#joined(outcome);
      else this.#replied(outcome);
    } catch (error) {
      const masked = toFairwayError(error);
      const { requestId } = origin;
      if (masked.code === "INTERNAL") log.error({ err: error, requestId }, "An operation could not be started");
      metrics.answered(transport, "unknown", "failed", this.#seconds());
      this.#parts.onRefused(masked.code, masked.message);
      this.close("failed", masked);
    }
  }

  /** The client has lost interest, or is gone. */
  cancel(): void {
    if (this.#state === "ended") return;
    const membership = this.#membership;
    this.#end();
    this.#gone.abort();
    membership?.leave();
  }

  send(frame: Frame): boolean {
    if (this.#state === "ended") return false;
    const { outlet, metrics, transport } = this.#parts;
    const more = outlet.frame(frame);
    metrics.frameSent(transport, frame.payload.length);
    if (!more) outlet.afterDrain(this.#onDrain);
    return more;
  }

  onDrain(run: () => void): void {
    this.#resume = run;
  }

  close(reason: CloseReason, error?: FairwayError): void {
    if (this.#state === "ended") return;
    this.#parts.outlet.end(reason, error);
    this.#end();
  }

  #joined(membership: Membership): void {
    if (this.#state === "ended") {
      membership.leave();
      return;
    }
    this.#state = "running";
    this.#membership = membership;
    this.#parts.metrics.subscribed(this.#parts.transport);
    this.#parts.outlet.begun?.();
  }

  #replied(reply: Reply): void {
    const { outlet, transport, metrics, onRefused } = this.#parts;
    const { body, executed, operation, code } = reply;
    if (code) onRefused(code);
    const outcome = this.#state === "ended" ? "aborted" : executed ? "ok" : "failed";
    metrics.answered(transport, operation ?? "unknown", outcome, this.#seconds());
    if (this.#state === "ended") return;
    metrics.bytesSent(transport, body.length);
    outlet.reply(reply);
    this.#end();
  }

  #seconds(): number {
    return (this.#parts.clock.monotonic() - this.#began) / 1000;
  }

  #end(): void {
    if (this.#membership) this.#parts.metrics.unsubscribed(this.#parts.transport);
    this.#membership = undefined;
    this.#state = "ended";
    this.#parts.onEnd();
  }
}
