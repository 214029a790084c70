import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Guard } from "../guard.ts";
import { namesAnswer } from "../http/media-type.ts";
import { Refusal } from "../refusal.ts";
import { type Asset, assetOf, makeAsset } from "./assets.ts";
import { examples } from "./examples.ts";

/** The page may load and ask what is of this gateway, and nothing else. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // GraphiQL's editor and dialogs write style attributes.
  "style-src 'self' 'unsafe-inline'",
  // The style sheet holds its fonts and pictures itself.
  "font-src data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  // A page that shows this one in a frame could have its visitor press the buttons.
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-security-policy": policy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Kept by the browser, and asked for at each visit whether it is still the same.
  "cache-control": "no-cache",
};

/** GraphiQL at `/`, with what it loads. Where /graphql is opened in a browser, that route sends the same page. */
export function explorerRoutes(app: FastifyInstance, guard: Guard): void {
  app.addHook("onRequest", async (request) => {
    await guard.admitAnyone({ transport: "http", headers: request.headers });
  });
  app.get("/", (request, reply) => sendPage(request, reply));
  app.get("/explorer/examples.json", (request, reply) => {
    // Made anew each time: whoever edits an operation sees it at the next visit.
    const bytes = Buffer.from(JSON.stringify(examples()));
    return sendAsset(request, reply, makeAsset("application/json; charset=utf-8", bytes));
  });
  app.get<{ Params: { name: string } }>("/explorer/:name", (request, reply) => {
    const asset = assetOf(request.params.name);
    if (!asset) throw new Refusal("NOT_FOUND", "There is nothing at this path");
    return sendAsset(request, reply, asset);
  });
}

/** A browser that was sent to the address of GraphQL itself: it takes HTML, and asks for no JSON. */
export function wantsPage({ accept }: IncomingHttpHeaders): boolean {
  return accept?.includes("text/html") === true && !namesAnswer(accept);
}

export function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const page = assetOf("index.html");
  if (!page) throw new Error("the explorer has no page");
  return sendAsset(request, reply, page);
}

function sendAsset(request: FastifyRequest, reply: FastifyReply, { type, bytes, etag }: Asset): FastifyReply {
  reply.headers({ ...headers, etag });
  if (request.headers["if-none-match"]?.includes(etag)) return reply.code(304).send();
  return reply.header("content-type", type).send(bytes);
}
