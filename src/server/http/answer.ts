import type { IncomingMessage } from "node:http";
import type { Reply } from "../../api/index.ts";
import { type ContentCoding, negotiateCoding } from "./content-coding.ts";
import { eventStream, type MediaType, negotiate } from "./media-type.ts";
import { statusOf } from "./reply-head.ts";
import { type Coded, representationOf } from "./representation.ts";

/** What a client wants its answer to be, by the head of its request. */
export interface Wanted {
  readonly mediaType: MediaType;
  readonly coding: ContentCoding | undefined;
  /** A GET: its answer may be stored by the client, and asked for on the condition that it has changed. */
  readonly conditional: boolean;
  readonly ifNoneMatch: string | undefined;
}

/** An HTTP answer, less what is said of the connection. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | number>;
  /** Absent for 304. */
  readonly body?: Buffer;
}

/** Undefined where the client takes nothing that there is, or wants a stream. */
export function wantedOf({ method, headers }: Pick<IncomingMessage, "method" | "headers">): Wanted | undefined {
  const mediaType = mediaTypeOf(headers.accept ?? "");
  if (!mediaType || mediaType === eventStream) return undefined;
  const coding = codingOf(headers["accept-encoding"] ?? "");
  return { mediaType, coding, conditional: method === "GET", ifNoneMatch: headers["if-none-match"] };
}

// All requests of one client have the same.
const mediaTypeOf = remembering(negotiate);
const codingOf = remembering(negotiateCoding);

function remembering<T>(look: (text: string) => T, most = 100): (text: string) => T {
  const seen = new Map<string, T>();
  return (text) => {
    const known = seen.get(text);
    if (known !== undefined || seen.has(text)) return known as T;
    const found = look(text);
    if (seen.size >= most) seen.clear();
    seen.set(text, found);
    return found;
  };
}

/** The reply, as the client wants it; undefined where it still has to be encoded. */
export function answerAtOnce(reply: Reply, wanted: Wanted): Answer | undefined {
  const coded = representationOf(reply.body).known(wanted.coding);
  return coded && answerWith(reply, wanted, coded);
}

export async function answerOf(reply: Reply, wanted: Wanted): Promise<Answer> {
  return answerAtOnce(reply, wanted) ?? answerWith(reply, wanted, await representationOf(reply.body).in(wanted.coding));
}

function answerWith(reply: Reply, { mediaType, conditional, ifNoneMatch }: Wanted, { bytes, coding }: Coded): Answer {
  const headers: Record<string, string | number> = {
    "content-type": contentTypes[mediaType],
    vary: "Accept, Accept-Encoding, Authorization, Origin",
    "cache-control": "no-store",
  };
  if (conditional && reply.versioned) {
    const { etag } = representationOf(reply.body);
    headers.etag = etag;
    // It may have changed the moment after, so it is to be asked for each time; and it is this caller's alone.
    headers["cache-control"] = "private, no-cache";
    if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) return { status: 304, headers };
  }
  if (coding) headers["content-encoding"] = coding;
  headers["content-length"] = bytes.length;
  return { status: statusOf(reply, mediaType), headers, body: bytes };
}

const contentTypes: Readonly<Record<MediaType, string>> = {
  "application/json": "application/json; charset=utf-8",
  "application/graphql-response+json": "application/graphql-response+json; charset=utf-8",
};

/** `If-None-Match` names the tag, strongly or weakly, or anything (RFC 9110, 13.1.2). */
function matches(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch.trim() === "*") return true;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => opaque(tag) === opaque(etag));
}
