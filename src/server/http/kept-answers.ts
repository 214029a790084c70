import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Reply } from "../../api/index.ts";
import { requestId } from "../../telemetry/index.ts";
import { wantsPage } from "../explorer/explorer-routes.ts";
import type { Admitted, Guard } from "../guard.ts";
import type { ServerOptions } from "../options.ts";
import { type Answer, answerAtOnce, type Wanted, wantedOf } from "./answer.ts";
import { corsHeaders } from "./cors.ts";
import { type KnownByMethod, MAX_KNOWN_BYTES } from "./known-requests.ts";
import { assertNoForeignGet } from "./request-rules.ts";

export interface KeptAnswersParts {
  readonly options: ServerOptions;
  readonly guard: Guard;
  readonly draining: () => boolean;
  readonly requests: KnownByMethod;
  /** Takes everything else. A body that was read already stands in `bodies`. */
  readonly routes: RequestListener;
  readonly bodies: WeakMap<IncomingMessage, Buffer>;
}

const gone = new AbortController().signal;

/**
 * Stands before the routes, and gives the answers that are known already: what a dashboard asks for again and again
 * passes here without waiting for anything. A request gets no error here. What is in any way out of the ordinary
 * (another header, a caller who has to be asked about, an answer that is not kept) goes on to the routes, which
 * know nothing of it yet.
 */
export function keptAnswers({ options, guard, draining, requests, routes, bodies }: KeptAnswersParts): RequestListener {
  const { api, config, metrics, clock } = options;

  function giveAgain(request: IncomingMessage, response: ServerResponse, text: string, known: Known): boolean {
    const began = clock.monotonic();
    const { admitted, wanted, id } = known;
    const operation = requests[wanted.conditional ? "GET" : "POST"].find(text);
    const reply =
      operation &&
      api.again(operation, {
        caller: admitted.caller,
        requestId: id,
        transport: "http",
        signal: gone,
        readOnlyTransport: wanted.conditional,
      });
    const answer = reply && answerAtOnce(reply, wanted);
    if (!answer) return false;
    write(response, request.headers.origin, id, answer);
    count(reply, answer, (clock.monotonic() - began) / 1_000);
    return true;
  }

  function write(response: ServerResponse, origin: string | undefined, id: string, { status, headers, body }: Answer) {
    const cors = corsHeaders(origin, config.allowedOrigins);
    // It was let in before the end had begun, and is the last one on its connection.
    const last = draining() ? { connection: "close" } : undefined;
    response.writeHead(status, { "x-request-id": id, ...cors, ...headers, ...last });
    response.end(body);
  }

  function count({ operation }: Reply, { body }: Answer, seconds: number): void {
    metrics.answered("http", operation ?? "unknown", "ok", seconds);
    metrics.bytesSent("http", body?.length ?? 0);
  }

  /** Undefined where something is to be said about the request that is not its answer. */
  function look(request: IncomingMessage): Known | undefined {
    const { headers } = request;
    const admitted = guard.admitKnown({ transport: "http", headers });
    const wanted = admitted && wantedOf(request);
    return wanted && { admitted, wanted, id: requestId(headers["x-request-id"]) };
  }

  return (request, response) => {
    const { method, url = "", headers } = request;
    if (method === "POST" && url === "/graphql" && isSmallJson(request)) {
      const known = look(request);
      if (!known) return routes(request, response);
      readBody(request, (body) => {
        if (giveAgain(request, response, body.toString("latin1"), known)) return;
        bodies.set(request, body);
        routes(request, response);
      });
      return;
    }
    if (method === "GET" && url.startsWith("/graphql?") && isFromNoOtherSite(headers) && !wantsPage(headers)) {
      const known = look(request);
      if (known && giveAgain(request, response, url, known)) return;
    }
    routes(request, response);
  };
}

interface Known {
  readonly admitted: Admitted;
  readonly wanted: Wanted;
  readonly id: string;
}

function isSmallJson({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"]);
  return length > 0 && length <= MAX_KNOWN_BYTES && headers["content-type"] === "application/json" && !headers.expect;
}

function isFromNoOtherSite(headers: IncomingMessage["headers"]): boolean {
  try {
    assertNoForeignGet(headers);
    return true;
  } catch {
    return false;
  }
}

/** It has announced its length, which is small. A client that goes away in the midst of it is told nothing. */
function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  request.on("data", (chunk: Buffer) => {
    if (!first) first = chunk;
    else {
      more ??= [first];
      more.push(chunk);
    }
  });
  request.on("end", () => then(more ? Buffer.concat(more) : (first ?? Buffer.alloc(0))));
  request.on("error", () => {});
}
