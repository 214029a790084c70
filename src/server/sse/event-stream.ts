import type { ServerResponse } from "node:http";
import type { CloseReason, Frame, FrameForm, Reply } from "../../api/index.ts";
import { type FairwayError, toFairwayError } from "../../errors/index.ts";
import { type CloseName, closeCodes } from "../close-codes.ts";
import { jsonType } from "../http/raw-response.ts";
import { headersOf, statusOf } from "../http/reply-head.ts";
import type { Outlet } from "../operation.ts";
import type { Outflow } from "../outflow.ts";
import { formatRefusal, refusalBody, refusalHeaders } from "../refusal.ts";

const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  // What is true now must not be kept, nor changed, by what stands between.
  "cache-control": "no-cache, no-transform",
  // nginx would collect it until its buffer is full.
  "x-accel-buffering": "no",
};

// EventSource tells nobody of an event without data.
const complete = "event: complete\ndata:\n\n";
const eventEnd = Buffer.from("\n\n");

/** A frame as an event. Its id is the place from where a client that comes back goes on. */
const eventOf: FrameForm = (payload, place) =>
  Buffer.concat([Buffer.from(`event: next\n${place === null ? "" : `id: ${place}\n`}data: `), payload, eventEnd]);

export interface EventStreamParts {
  readonly response: ServerResponse;
  /** Of every answer to this request. */
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
  readonly requestId: string;
  readonly outflow: Outflow;
}

/**
 * One operation as server-sent events, in the "distinct connections mode" of graphql-sse. The response's head is written with
 * the first event: until then a refusal has a status of its own.
 */
export class EventStream implements Outlet {
  readonly #parts: EventStreamParts;

  constructor(parts: EventStreamParts) {
    this.#parts = parts;
  }

  frame(frame: Frame): boolean {
    this.begun();
    this.#parts.response.write(frame.as(eventOf));
    return this.#parts.outflow.check();
  }

  afterDrain(run: () => void): void {
    this.#parts.outflow.afterDrain(run);
  }

  begun(): void {
    const { response, headers } = this.#parts;
    if (response.headersSent) return;
    response.writeHead(200, { ...headers, ...streamHeaders });
    response.flushHeaders();
  }

  /**
   * The protocol wants errors of a document as an event, because a browser says nothing of an answer with another status.
   * Who is refused for other reasons (identity, rate, shutdown) is told by the status.
   */
  reply(reply: Reply): void {
    const { response, headers } = this.#parts;
    const status = statusOf(reply, "application/json");
    if (status !== 200) {
      response.writeHead(status, { ...headers, ...headersOf(reply), "content-type": jsonType });
      response.end(reply.body);
      return;
    }
    this.begun();
    response.write(eventOf(reply.body, null));
    response.end(complete);
  }

  end(reason: CloseReason, error?: FairwayError): void {
    switch (reason) {
      case "complete":
        this.begun();
        this.#parts.response.end(complete);
        break;
      case "failed":
        this.#fail(error ?? toFairwayError(undefined));
        break;
      case "slow":
        // It is full: nothing that says why would arrive.
        this.#parts.response.destroy();
        break;
      case "shutdown":
        this.leave("shutdown");
        break;
    }
  }

  /** Ends without `complete`, so that clients come back. Why stands in a comment: their parsers take no other event. */
  leave(name: CloseName): void {
    const { code, reason } = closeCodes[name];
    this.begun();
    this.#parts.response.end(`: ${code} ${reason}\n\n`);
  }

  /** Something comes at times, so that what stands between keeps the connection, and a dead one is found out. */
  beat(): void {
    const { response, outflow } = this.#parts;
    if (!response.headersSent || outflow.full) return;
    response.write(":\n\n");
    outflow.check();
  }

  #fail(error: FairwayError): void {
    const { response, headers, requestId } = this.#parts;
    if (!response.headersSent) {
      response.writeHead(error.status, { ...headers, ...refusalHeaders(error, requestId), "content-type": jsonType });
      response.end(refusalBody(error, requestId));
      return;
    }
    response.write(eventOf(Buffer.from(JSON.stringify({ errors: [formatRefusal(error, requestId)] })), null));
    response.end(complete);
  }
}
