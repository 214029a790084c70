import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { OperationRequest, Reply } from "../../api/index.ts";
import { sendPage, wantsPage } from "../explorer/explorer-routes.ts";
import type { Admitted, Arrival, Guard } from "../guard.ts";
import type { ServerOptions } from "../options.ts";
import { readOperation } from "../read-operation.ts";
import { Refusal } from "../refusal.ts";
import type { EventStreams } from "../sse/event-streams.ts";
import { answerOf, wantedOf } from "./answer.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import type { KnownByMethod } from "./known-requests.ts";
import { transportOf } from "./media-type.ts";
import { headersOf } from "./reply-head.ts";
import { parseBody, parseQuery } from "./request-parameters.ts";
import { assertDistinct, assertJsonBody, assertNoForeignGet } from "./request-rules.ts";

const path = "/graphql";

/** GraphQL over HTTP: one operation for each request. What a request passes, from top to bottom. */
export function graphqlRoute(
  app: FastifyInstance,
  options: ServerOptions,
  guard: Guard,
  streams: EventStreams,
  admitted: WeakMap<FastifyRequest, Admitted>,
  requests: KnownByMethod,
): void {
  const { api, config, metrics, clock } = options;

  app.addHook("onRequest", async (request, reply) => {
    reply.headers(corsHeaders(request.headers.origin, config.allowedOrigins));
    const { method, headers } = request;
    const arrival: Arrival = { transport: transportOf(headers), headers };
    // The explorer's page says nothing about the clusters: any page may link to it, and anyone may open it.
    if (method === "GET" && wantsPage(headers)) return guard.admitAnyone(arrival);
    // A browser asks before it sends who its user is.
    if (method === "OPTIONS") return guard.admitAnyone(arrival);
    admitted.set(request, await guard.admit(arrival));
    // Before the body is read: what cannot be a GraphQL request is not worth its bytes.
    if (method === "POST") assertJsonBody(headers);
    if (method === "GET") assertNoForeignGet(headers);
    if (arrival.transport === "sse") assertDistinct(headers);
  });

  app.post(path, (request, reply) => answer(request, reply, () => parseBody(request.body)));
  app.get(path, (request, reply) => {
    if (wantsPage(request.headers)) return sendPage(request, reply);
    return answer(request, reply, () => parseQuery(request.url));
  });
  app.options(path, (_request, reply) => reply.code(204).headers(preflightHeaders()).send());
  app.route({
    method: ["PUT", "DELETE", "PATCH", "HEAD"],
    url: path,
    handler: () => {
      const headers = { allow: "GET, POST" };
      const message = "GraphQL is served by GET and POST, each stream of events on a connection of its own";
      throw new Refusal("BAD_REQUEST", message, { status: 405, headers });
    },
  });

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    parameters: () => unknown,
  ): Promise<FastifyReply> {
    const began = clock.monotonic();
    const wanted = wantedOf(request.raw);
    // Neither JSON nor events.
    if (!wanted && transportOf(request.headers) !== "sse")
      throw new Refusal("BAD_REQUEST", "No media type of the Accept header can be served", { status: 406 });
    const operation = readOperation(parameters(), bytesOf(request), config.limits);
    if (!wanted) {
      streams.open(request, reply, admittedOf(request), operation);
      return reply;
    }
    const result = await execute(request, reply, operation);
    const label = result.operation ?? "unknown";
    if (result.code) {
      const { principal } = admittedOf(request);
      guard.refused({ transport: "http", requestId: request.id, code: result.code, principal });
    }
    if (result.versioned) requests[wanted.conditional ? "GET" : "POST"].keep(textOf(request), operation);
    const answer = await answerOf(result, wanted);
    const took = () => (clock.monotonic() - began) / 1000;
    if (reply.raw.destroyed) {
      metrics.answered("http", label, "aborted", took());
      return reply.hijack();
    }
    metrics.answered("http", label, result.executed ? "ok" : "failed", took());
    metrics.bytesSent("http", answer.body?.length ?? 0);
    return reply
      .code(answer.status)
      .headers({ ...headersOf(result), ...answer.headers })
      .send(answer.body);
  }

  async function execute(request: FastifyRequest, reply: FastifyReply, operation: OperationRequest): Promise<Reply> {
    const gone = new AbortController();
    const onClose = () => gone.abort();
    reply.raw.once("close", onClose);
    // Gone already, while it was found out who he is: nothing closes any more.
    if (reply.raw.destroyed) onClose();
    try {
      return await api.execute(operation, {
        caller: admittedOf(request).caller,
        requestId: request.id,
        transport: "http",
        signal: gone.signal,
        readOnlyTransport: request.method === "GET",
      });
    } finally {
      reply.raw.off("close", onClose);
    }
  }

  function admittedOf(request: FastifyRequest): Admitted {
    const entry = admitted.get(request);
    if (!entry) throw new Error("A request reached the engine past the guard");
    return entry;
  }
}

function bytesOf({ body, url }: FastifyRequest): number {
  return Buffer.isBuffer(body) ? body.length : url.length;
}

/** What is the same for the same request. */
function textOf({ body, url }: FastifyRequest): string {
  return Buffer.isBuffer(body) ? body.toString("latin1") : url;
}
