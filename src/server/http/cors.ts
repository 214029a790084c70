const methods = "GET, POST";
const headers =
  "content-type, authorization, x-request-id, last-event-id, if-none-match, apollo-require-preflight, graphql-require-preflight";

/** For pages of configured origins; the guard has refused all others. */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Record<string, string> {
  if (origin === undefined || !allowed.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "x-request-id, retry-after, etag",
    vary: "Origin",
  };
}

/** What a browser asks before a page's request that is not a simple one. */
export function preflightHeaders(): Record<string, string> {
  return {
    "access-control-allow-methods": methods,
    "access-control-allow-headers": headers,
    "access-control-max-age": "600",
  };
}
