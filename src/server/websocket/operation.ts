import type {
  Api,
  CloseReason,
  Frame,
  Membership,
  OperationRequest,
  Reply,
  RequestOrigin,
  Sink,
} from "../../api/index.ts";
import { type ErrorCode, type FairwayError, toFairwayError } from "../../errors/index.ts";
import type { Clock, Logger, Metrics } from "../../telemetry/index.ts";
import type { Caller } from "../guard.ts";
import { formatRefusal } from "../refusal.ts";
import type { SocketWriter } from "./socket-writer.ts";

export interface OperationParts {
  readonly id: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly api: Api;
  readonly writer: SocketWriter;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  /** It was answered with an error and nothing else. Called once at the most, before `onEnd`. */
  readonly onRefused: (code: ErrorCode, reason?: string) => void;
  /** The operation needs nothing any more. Called once. */
  readonly onEnd: () => void;
  /** The whole socket has to go. */
  readonly onSlow: () => void;
}

type State = "starting" | "running" | "ended";

/**
 * One operation of one socket, of any type. As a Sink it puts the engine's frames into the protocol's envelope without
 * looking at them: only the operation's id differs between the sockets that share a frame.
 */
export class Operation implements Sink {
  readonly #parts: OperationParts;
  readonly #head: Buffer;
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
    this.#head = Buffer.from(`{"id":${JSON.stringify(parts.id)},"type":"next","payload":`);
  }

  /** Never rejects. */
  async start(request: OperationRequest): Promise<void> {
    const { api, caller, requestId, log, metrics } = this.#parts;
    const { signal } = this.#gone;
    const origin: RequestOrigin = { caller, requestId, transport: "websocket", signal, readOnlyTransport: false };
    try {
      const outcome = await api.subscribe(request, origin, this);
      if ("leave" in outcome) this.#joined(outcome);
      else this.#replied(outcome);
    } catch (error) {
      const masked = toFairwayError(error);
      if (masked.code === "INTERNAL") log.error({ err: error, requestId }, "An operation could not be started");
      metrics.answered("websocket", "unknown", "failed", this.#seconds());
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

  send({ payload }: Frame): boolean {
    if (this.#state === "ended") return false;
    const { writer, metrics } = this.#parts;
    const more = writer.envelope(this.#head, payload);
    metrics.frameSent("websocket", payload.length);
    if (!more) writer.afterDrain(this.#onDrain);
    return more;
  }

  onDrain(run: () => void): void {
    this.#resume = run;
  }

  close(reason: CloseReason, error?: FairwayError): void {
    if (this.#state === "ended") return;
    const { id, writer, requestId, onSlow } = this.#parts;
    switch (reason) {
      case "complete":
        writer.message({ id, type: "complete" });
        break;
      case "failed":
        writer.message({ id, type: "error", payload: [formatRefusal(error ?? toFairwayError(undefined), requestId)] });
        break;
      case "slow":
        // An `error` message would be the subscription's end for good; a closed socket is connected again.
        onSlow();
        break;
      case "shutdown":
        // The socket is closed with the reason as soon as its other operations are through.
        break;
    }
    this.#end();
  }

  #joined(membership: Membership): void {
    if (this.#state === "ended") {
      membership.leave();
      return;
    }
    this.#state = "running";
    this.#membership = membership;
    this.#parts.metrics.subscribed("websocket");
  }

  #replied({ body, executed, operation, code }: Reply): void {
    const { id, writer, metrics, onRefused } = this.#parts;
    if (code) onRefused(code);
    const outcome = this.#state === "ended" ? "aborted" : executed ? "ok" : "failed";
    metrics.answered("websocket", operation ?? "unknown", outcome, this.#seconds());
    if (this.#state === "ended") return;
    metrics.bytesSent("websocket", body.length);
    if (executed) {
      writer.envelope(this.#head, body);
      this.close("complete");
    } else {
      const { errors } = JSON.parse(body.toString()) as { errors: unknown };
      writer.message({ id, type: "error", payload: errors });
      this.#end();
    }
  }

  #seconds(): number {
    return (this.#parts.clock.monotonic() - this.#began) / 1000;
  }

  #end(): void {
    if (this.#membership) this.#parts.metrics.unsubscribed("websocket");
    this.#membership = undefined;
    this.#state = "ended";
    this.#parts.onEnd();
  }
}
