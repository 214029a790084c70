import type { ErrorCode, FairwayError } from "../errors/index.ts";
import type { Caller } from "../state/index.ts";
import type { Frame } from "./frame.ts";

/** A GraphQL request as it came, whatever carried it. Nothing of it is trusted. */
export interface OperationRequest {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

export interface RequestOrigin {
  readonly caller: Caller;
  readonly requestId: string;
  /** What carried it, as in `http`. */
  readonly transport: string;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
  /** It came by GET: only a query may, or a subscription where answers can be streamed. */
  readonly readOnlyTransport: boolean;
  /** From where a subscription goes on, as the transport says it: the place of a frame. It counts more than `after`. */
  readonly after?: string;
}

export type OperationType = "query" | "mutation" | "subscription";

/** A whole answer. `body` is the JSON of a GraphQL response: `{"data": …, "errors": […]}`. */
export interface Reply {
  readonly body: Buffer;
  /** Absent when the request failed before its execution began: there is no `data` in the body. */
  readonly executed: boolean;
  /** The HTTP status for media types that allow one other than 200. */
  readonly status: number;
  /** Of a request that was refused: why. */
  readonly code?: ErrorCode;
  readonly retryAfterMs?: number;
  /** Absent when the document was not admitted: nobody knows what it was to be. */
  readonly operation?: OperationType;
  /**
   * It is made of versioned reads alone: the same request of the same caller has another answer only when something has
   * changed. Answers that are given again are the same Buffer.
   */
  readonly versioned?: boolean;
}

/** Why a stream was ended by the gateway. WebSocket close codes where the socket itself ends. */
export type CloseReason = "complete" | "slow" | "shutdown" | "failed";

/** Where frames go: one subscription of one client, on any transport. The engine knows no sockets. */
export interface Sink {
  /** False: full. The frame was taken all the same; no more are sent until it has drained. */
  send(frame: Frame): boolean;
  /** `run` is called once each time the sink can take frames again after `send` said false. */
  onDrain(run: () => void): void;
  /** No frame follows. `error` is for the client; absent for `complete`. */
  close(reason: CloseReason, error?: FairwayError): void;
}

/** A running subscription. `leave` ends it from the client's side; the sink is not called again. */
export interface Membership {
  leave(): void;
}

/** A membership that says when it has ended, from whichever side. */
export interface Joined extends Membership {
  /** `run` is called when it has left, or at once if it has already. */
  onLeave(run: () => void): void;
}

/** The engine, as the transports see it. */
export interface Api {
  /**
   * The reply to the very same request value as before, where it is known without an execution; it has passed whatever
   * `execute` passes. Undefined: `execute` will say.
   */
  again(request: OperationRequest, origin: RequestOrigin): Reply | undefined;
  /**
   * Runs a query or a mutation. Failures are replies; it rejects, with a FairwayError, only where the caller cannot be
   * served at all. A subscription is refused with a reply.
   */
  execute(request: OperationRequest, origin: RequestOrigin): Promise<Reply>;
  /** Starts a subscription. A reply instead of a membership: it was a query or mutation (run), or was refused. */
  subscribe(request: OperationRequest, origin: RequestOrigin, sink: Sink): Promise<Membership | Reply>;
  /** Ends every subscription with `shutdown`. */
  drain(): void;
}
