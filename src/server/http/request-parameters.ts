import { isUtf8 } from "node:buffer";
import { Refusal } from "../refusal.ts";

/** The body of a POST as JSON. */
export function parseBody(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new Refusal("BAD_REQUEST", "The request has no body");
  // Bytes that are no UTF-8 would quietly become other characters.
  if (!isUtf8(body)) throw new Refusal("BAD_REQUEST", "The body is not UTF-8");
  return parseJson(body.toString("utf8"), "The body");
}

const single = ["query", "operationName", "variables", "extensions"];

/** The parameters of a GET, of which two are JSON. */
export function parseQuery(url: string): unknown {
  const at = url.indexOf("?");
  const search = new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
  for (const name of single) {
    if (search.getAll(name).length > 1) throw new Refusal("BAD_REQUEST", `\`${name}\` is given more than once`);
  }
  const parse = (name: string) => {
    const text = search.get(name);
    return text === null || text === "" ? undefined : parseJson(text, `\`${name}\``);
  };
  return {
    query: search.get("query") ?? undefined,
    operationName: search.get("operationName") || undefined,
    variables: parse("variables"),
    extensions: parse("extensions"),
  };
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // V8's message quotes the text, which may hold a secret.
    throw new Refusal("BAD_REQUEST", `${what} is not JSON`);
  }
}
