import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "../refusal.ts";
import { namesAnswer } from "./media-type.ts";

// A page of another origin cannot set these without asking first (a preflight, which the guard refuses).
const preflighted = ["x-apollo-operation-name", "apollo-require-preflight", "graphql-require-preflight"];

/**
 * Cross-site request forgery: a page of any site may send "simple" requests. A POST is no simple one as soon as it is
 * JSON; a GET is none with a header of its own.
 */
export function assertJsonBody(headers: IncomingHttpHeaders): void {
  const [type = "", ...parameters] = (headers["content-type"] ?? "")
    .split(";")
    .map((part) => part.trim().toLowerCase());
  if (type !== "application/json") {
    throw new Refusal("BAD_REQUEST", "The body must be sent as application/json", { status: 415 });
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.replaceAll('"', "");
  if (charset !== undefined && charset !== "charset=utf-8") {
    throw new Refusal("BAD_REQUEST", "The body must be UTF-8", { status: 415 });
  }
}

/**
 * The other mode of graphql-sse has all streams of a client on one connection, whose token is good on one replica only.
 */
export function assertDistinct(headers: IncomingHttpHeaders): void {
  if (headers["x-graphql-event-stream-token"] === undefined) return;
  const message = "The single connection mode of graphql-sse is not served: send each operation without a token";
  throw new Refusal("BAD_REQUEST", message);
}

export function assertNoForeignGet(headers: IncomingHttpHeaders): void {
  if (preflighted.some((name) => headers[name] !== undefined)) return;
  // The guard has found the origin to be an allowed one.
  if (headers.origin !== undefined) return;
  const site = headers["sec-fetch-site"];
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  if (!foreign && namesAnswer(headers.accept)) return;
  throw new Refusal(
    "BAD_REQUEST",
    "A GET request must ask for JSON or events (Accept: application/graphql-response+json, or text/event-stream) or " +
      "carry one of the headers " +
      preflighted.join(", "),
  );
}
