import type { Socket } from "node:net";
import { type FastifyError, type FastifyInstance, type FastifyReply, fastify } from "fastify";
import { FairwayError } from "../../errors/index.ts";
import { requestId } from "../../telemetry/index.ts";
import { explorerRoutes } from "../explorer/explorer-routes.ts";
import { type Guard, tooLarge } from "../guard.ts";
import type { ServerOptions } from "../options.ts";
import { Refusal, refusalBody } from "../refusal.ts";
import { graphqlRoute } from "./graphql-route.ts";
import { healthRoutes, metricsRoute } from "./operator-routes.ts";
import { jsonType, rawResponse } from "./raw-response.ts";

/** How long a client may take to send a whole request. */
const requestTimeoutMs = 30_000;

export function createApp(options: ServerOptions, guard: Guard, draining: () => boolean): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: options.config.limits.bodyBytes,
    requestTimeout: requestTimeoutMs,
    // The guard answers for a gateway that drains, in the form of every other refusal.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestId(headers["x-request-id"]),
    frameworkErrors: (error, request, reply) => {
      const refused = refusalOf(error, options.config.limits.bodyBytes);
      // Typed for any route's schemas; there are none.
      const plain = reply as FastifyReply;
      void plain
        .code(refused.httpStatus)
        .headers({ "content-type": jsonType, "x-request-id": request.id })
        .send(refusalBody(refused, request.id));
    },
    clientErrorHandler: onBrokenRequest,
  });
  // Buffers: the guard's rules decide what a body is, and a copy through a string is saved.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  // A connection that was idle when the server began to close was closed then. One that still had an answer to bring
  // would be kept alive after it, and hold up the end for as long as a drain may take.
  app.addHook("onSend", async (_request, reply) => {
    if (draining()) reply.header("connection", "close");
  });
  app.addHook("onResponse", async () => {
    if (draining()) setImmediate(() => app.server.closeIdleConnections());
  });
  app.setNotFoundHandler(() => {
    throw new Refusal("NOT_FOUND", "There is nothing at this path");
  });
  app.setErrorHandler((error, request, reply) => {
    const refused = refusalOf(error, options.config.limits.bodyBytes);
    if (refused.code === "INTERNAL") {
      options.log.error({ err: error, requestId: request.id, path: request.routeOptions.url }, "A request failed");
    } else {
      const { code, message } = refused;
      options.log.debug({ requestId: request.id, code, reason: message }, "A request was refused");
    }
    const { httpStatus, headers, retryAfterMs } = refused;
    if (retryAfterMs !== undefined) reply.header("retry-after", Math.ceil(retryAfterMs / 1000));
    return reply
      .code(httpStatus)
      .headers(headers)
      .header("content-type", jsonType)
      .send(refusalBody(refused, request.id));
  });

  app.register(async (scope) => healthRoutes(scope, options, draining));
  app.register(async (scope) => metricsRoute(scope, options, guard));
  app.register(async (scope) => graphqlRoute(scope, options, guard));
  app.register(async (scope) => explorerRoutes(scope, guard));
  return app;
}

/** Whatever was thrown on the way to the engine, as the client may know it. */
function refusalOf(error: unknown, bodyBytes: number): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof FairwayError) return new Refusal(error.code, error.message);
  const { code, statusCode = 500 } = error as Partial<FastifyError>;
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return tooLarge(bodyBytes);
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new Refusal("BAD_REQUEST", "The body must be sent as application/json", { status: 415 });
  }
  if (statusCode < 500) return new Refusal("BAD_REQUEST", "The request is malformed", { status: statusCode });
  return new Refusal("INTERNAL", "Internal error");
}

const brokenStatus: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** What arrived is no HTTP, or too much of it: no route is reached. */
function onBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = brokenStatus[error.code ?? ""] ?? 400;
  const body = refusalBody(
    new Refusal("BAD_REQUEST", "The request is not HTTP, or its head is too large"),
    requestId(),
  );
  socket.end(rawResponse(status, body));
  // A peer that sends garbage may not read the answer either.
  socket.destroySoon();
}
