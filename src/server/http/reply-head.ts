import type { Reply } from "../../api/index.ts";
import { retryAfter } from "../refusal.ts";
import { json, type MediaType } from "./media-type.ts";

/**
 * Clients that know no GraphQL media type take every status but 200 for a broken server, so a document that cannot be
 * run is 200 to them. Who is refused for other reasons (identity, rate, shutdown) is told by the status all the same.
 */
export function statusOf({ executed, status }: Reply, mediaType: MediaType): number {
  if (executed) return 200;
  return mediaType === json && status === 400 ? 200 : status;
}

/** The headers that say of an answer what its body says. */
export function headersOf({ retryAfterMs, status }: Reply): Record<string, string> {
  return {
    ...(retryAfterMs !== undefined && { "retry-after": retryAfter(retryAfterMs) }),
    ...(status === 405 && { allow: "POST" }),
  };
}
