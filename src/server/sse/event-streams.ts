import type { ServerResponse } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { OperationRequest } from "../../api/index.ts";
import type { Admitted, Guard } from "../guard.ts";
import { Operation } from "../operation.ts";
import { type ServerOptions, type SocketTuning, socketTuning } from "../options.ts";
import { Outflow } from "../outflow.ts";
import { EventStream } from "./event-stream.ts";

/** GraphQL over server-sent events (graphql-sse), one operation for each request. */
export class EventStreams {
  readonly #options: ServerOptions;
  readonly #guard: Guard;
  readonly #tuning: SocketTuning;
  readonly #streams = new Set<EventStream>();
  #heartbeat: Disposable | undefined;

  constructor(options: ServerOptions, guard: Guard) {
    this.#options = options;
    this.#guard = guard;
    this.#tuning = { ...socketTuning, ...options.sockets };
  }

  start(): void {
    this.#heartbeat = this.#options.clock.after(this.#tuning.heartbeatMs, () => {
      for (const stream of [...this.#streams]) stream.beat();
      this.start();
    });
  }

  stop(): void {
    this.#heartbeat?.[Symbol.dispose]();
  }

  /** Answers a request that has passed the guard, and takes its response over. */
  open(request: FastifyRequest, reply: FastifyReply, admitted: Admitted, parameters: OperationRequest): void {
    const { api, clock, log, metrics } = this.#options;
    const response = reply.raw;
    const headers = reply.getHeaders();
    reply.hijack();
    const requestId = request.id;
    const { caller, principal } = admitted;
    const outflow = this.#outflow(response);
    const stream = new EventStream({ response, headers, requestId, outflow });
    const after = lastEventId(request);
    let watching: Disposable | undefined;
    const operation = new Operation({
      origin: {
        caller,
        requestId,
        readOnlyTransport: request.method === "GET",
        ...(after !== undefined && { after }),
      },
      transport: "sse",
      api,
      outlet: stream,
      metrics,
      clock,
      log,
      onRefused: (code, reason) => {
        const why = reason === undefined ? {} : { reason };
        this.#guard.refused({ transport: "sse", requestId, code, principal, ...why });
      },
      onEnd: () => {
        watching?.[Symbol.dispose]();
        outflow[Symbol.dispose]();
        this.#streams.delete(stream);
      },
    });
    this.#streams.add(stream);
    // What the client may do ends with what it has shown: a stream outlives many a token.
    watching = admitted.watch(() => {
      stream.leave("expired");
      operation.cancel();
    });
    response.once("close", () => operation.cancel());
    // A client that went while it was found out who he is: nothing closes any more, and his stream would never end.
    if (response.destroyed) operation.cancel();
    // A peer that goes away is no error of ours.
    response.on("error", (error) => log.debug({ err: error, requestId }, "An event stream broke"));
    void operation.start(parameters);
  }

  #outflow(response: ServerResponse): Outflow {
    const { clock, metrics } = this.#options;
    return new Outflow({
      stream: response,
      buffered: () => response.writableLength,
      tuning: this.#tuning,
      clock,
      metrics,
      onSlow: () => response.destroy(),
    });
  }
}

/** Sent by a client that comes back: the id of the last event that it has seen. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers["last-event-id"];
  return typeof id === "string" && id !== "" ? id : undefined;
}
