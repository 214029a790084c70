import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { FairwayError } from "../../errors/index.ts";
import { requestId } from "../../telemetry/index.ts";
import { explorerRoutes } from "../explorer/explorer-routes.ts";
import { type Admitted, type Guard, tooLarge } from "../guard.ts";
import type { ServerOptions } from "../options.ts";
import { Refusal, refusalBody, refusalHeaders } from "../refusal.ts";
import type { EventStreams } from "../sse/event-streams.ts";
import type { Certificate } from "../tls/serving-certificate.ts";
import { graphqlRoute } from "./graphql-route.ts";
import { keptAnswers } from "./kept-answers.ts";
import { type KnownByMethod, KnownRequests } from "./known-requests.ts";
import { transportOf } from "./media-type.ts";
import { healthRoutes, metricsRoute } from "./operator-routes.ts";
import { jsonType, rawResponse } from "./raw-response.ts";

/** How long a client may take to send a whole request. */
const requestTimeoutMs = 30_000;

/** More than proxies in front keep their idle connections: whoever closes first, it should be them. */
const keepAliveMs = 72_000;

/**
 * Clients offer to go on in HTTP/2 (Java's do with each first request that is not encrypted), and are answered in what they
 * asked in. Before Node 24.9 nobody is asked, and such an offer is refused as if it were a broken WebSocket.
 */
const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === "websocket";

export interface AppState {
  readonly draining: () => boolean;
  /** With it HTTPS is served. */
  readonly certificate: Certificate | undefined;
}

export function createApp(
  options: ServerOptions,
  guard: Guard,
  streams: EventStreams,
  { draining, certificate }: AppState,
): FastifyInstance {
  // Whose requests they are, as soon as that is known.
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  const requests: KnownByMethod = { GET: new KnownRequests(), POST: new KnownRequests() };
  const bodies = new WeakMap<IncomingMessage, Buffer>();
  const app = fastify({
    serverFactory: (routes) => {
      const listener = keptAnswers({ options, guard, draining, requests, routes: routes as RequestListener, bodies });
      const server = certificate
        ? createTlsServer({ ...certificate, shouldUpgradeCallback }, listener)
        : createServer({ shouldUpgradeCallback }, listener);
      server.keepAliveTimeout = keepAliveMs;
      server.requestTimeout = requestTimeoutMs;
      // Typed as either kind of server; what is used of it here is the same for both.
      return server as Server;
    },
    logger: false,
    bodyLimit: options.config.limits.bodyBytes,
    // The guard answers for a gateway that drains, in the form of every other refusal.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestId(headers["x-request-id"]),
    // Typed for any route's schemas; there are none.
    frameworkErrors: (error, request, reply) => void refuse(error, request as FastifyRequest, reply as FastifyReply),
    clientErrorHandler: (error, socket) => onBrokenRequest(error, socket, guard),
  });
  // Buffers: the guard's rules decide what a body is, and a copy through a string is saved.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  app.addHook("preParsing", async (request, _reply, payload) => {
    const body = bodies.get(request.raw);
    return body ? Readable.from([body]) : payload;
  });
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
  app.setErrorHandler(refuse);

  app.register(async (scope) => healthRoutes(scope, options, draining));
  app.register(async (scope) => metricsRoute(scope, options, guard));
  app.register(async (scope) => graphqlRoute(scope, options, guard, streams, admitted, requests));
  app.register(async (scope) => explorerRoutes(scope, guard));
  return app;

  function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const refused = refusalOf(error, options.config.limits.bodyBytes);
    const { code, message, httpStatus, headers } = refused;
    if (code === "INTERNAL") {
      options.log.error({ err: error, requestId: request.id, path: request.routeOptions.url }, "A request failed");
    }
    const principal = admitted.get(request)?.principal;
    const transport = transportOf(request.headers);
    guard.refused({ transport, requestId: request.id, code, reason: message, ...(principal && { principal }) });
    return reply
      .code(httpStatus)
      .headers({ ...headers, ...refusalHeaders(refused, request.id), "content-type": jsonType })
      .send(refusalBody(refused, request.id));
  }
}

/** Whatever was thrown on the way to the engine, as the client may know it. */
function refusalOf(error: unknown, bodyBytes: number): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof FairwayError) {
    const { code, message, retryAfterMs } = error;
    return new Refusal(code, message, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
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
function onBrokenRequest(error: NodeJS.ErrnoException, socket: Socket, guard: Guard): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = brokenStatus[error.code ?? ""] ?? 400;
  const id = requestId();
  const refused = new Refusal("BAD_REQUEST", "The request is not HTTP, or its head is too large");
  guard.refused({ transport: "http", requestId: id, code: refused.code, reason: refused.message });
  socket.end(rawResponse(status, refusalBody(refused, id), refusalHeaders(refused, id)));
  // A peer that sends garbage may not read the answer either.
  socket.destroySoon();
}
