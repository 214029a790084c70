import type { IncomingHttpHeaders } from "node:http";

export const graphqlResponse = "application/graphql-response+json";
export const json = "application/json";

/** Server-sent events. */
export const eventStream = "text/event-stream";

export type MediaType = typeof graphqlResponse | typeof json;

interface Range {
  readonly name: string;
  readonly quality: number;
}

function parseRange(text: string): Range | undefined {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  let quality = 1;
  for (const parameter of parameters) {
    if (parameter.startsWith("q=")) quality = Number(parameter.slice(2));
    if (parameter.startsWith("charset=") && parameter.replaceAll('"', "") !== "charset=utf-8") return undefined;
  }
  return quality > 0 ? { name, quality } : undefined;
}

function offered(name: string): MediaType | typeof eventStream | undefined {
  switch (name) {
    case graphqlResponse:
      return graphqlResponse;
    case eventStream:
      return eventStream;
    // Clients from before the GraphQL media type send these, so they get what they know.
    case json:
    case "application/*":
    case "*/*":
      return json;
    default:
      return undefined;
  }
}

/** The media type to answer in; undefined when the client takes none that there is. The first of equals wins. */
export function negotiate(accept: string | undefined): MediaType | typeof eventStream | undefined {
  if (accept === undefined || accept.trim() === "") return json;
  let best: { type: MediaType | typeof eventStream; quality: number } | undefined;
  for (const text of accept.split(",")) {
    const range = parseRange(text);
    const type = range && offered(range.name);
    if (type && range.quality > (best?.quality ?? 0)) best = { type, quality: range.quality };
  }
  return best?.type;
}

/** What a request is counted as, by the answer that it asks for. */
export function transportOf({ accept }: IncomingHttpHeaders): "http" | "sse" {
  return negotiate(accept) === eventStream ? "sse" : "http";
}

/** Whether the client asks for JSON or events by name, which no picture, script or form on a page does. */
export function namesAnswer(accept: string | undefined): boolean {
  return [json, graphqlResponse, eventStream].some((name) => accept?.includes(name));
}
