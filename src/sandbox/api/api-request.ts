import type { Kind, Subresource } from "../storage/kind.ts";
import { methodNotAllowed, noSuchResource } from "../storage/status.ts";

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** What a request under `/api` or `/apis` is about, before anybody has looked at whether it may be. */
export interface ApiRequest {
  readonly verb: Verb;
  readonly kind: Kind;
  /** Empty: all namespaces, or a kind that lives in none. */
  readonly namespace: string;
  readonly name: string | undefined;
  readonly subresource: Subresource | undefined;
  readonly query: URLSearchParams;
}

const verbs: Readonly<Record<string, { readonly one?: Verb; readonly all?: Verb }>> = {
  GET: { one: "get", all: "list" },
  POST: { all: "create" },
  PUT: { one: "update" },
  PATCH: { one: "patch" },
  DELETE: { one: "delete", all: "deletecollection" },
};

/** Throws NotFound for what is not served, and MethodNotAllowed. */
export function readApiRequest(method: string, url: URL, kinds: readonly Kind[]): ApiRequest {
  const [root, ...parts] = url.pathname.split("/").slice(1).map(decodeURIComponent);
  const group = root === "apis" ? (parts.shift() ?? "") : "";
  const version = parts.shift();
  // `namespaces` is a resource, too: two parts are a namespace itself, more are what it holds.
  const namespaced = parts[0] === "namespaces" && parts.length > 2 && !isSubresource(parts[2]);
  const namespace = namespaced ? (parts[1] ?? "") : "";
  const [resource, name, subresource, ...rest] = namespaced ? parts.slice(2) : parts;
  const kind = kinds.find((each) => each.group === group && each.version === version && each.resource === resource);
  if (!kind || rest.length > 0 || (namespaced && !kind.namespaced)) throw noSuchResource();
  if (name !== undefined && kind.namespaced && !namespaced) throw noSuchResource();
  if (subresource !== undefined && !(kind.subresources as readonly string[]).includes(subresource)) {
    throw noSuchResource();
  }
  const choice = verbs[method];
  let verb = name === undefined ? choice?.all : choice?.one;
  if (verb === "list" && isTrue(url.searchParams.get("watch"))) verb = "watch";
  const unplaced = verb === "create" && kind.namespaced && namespace === "";
  if (!verb || unplaced || !kind.verbs.includes(verb) || (subresource && verb === "delete")) throw methodNotAllowed();
  return {
    verb,
    kind,
    namespace,
    name,
    subresource: subresource as ApiRequest["subresource"],
    query: url.searchParams,
  };
}

export function isTrue(parameter: string | null): boolean {
  return parameter === "" || parameter === "1" || parameter?.toLowerCase() === "true";
}

function isSubresource(part: string | undefined): boolean {
  return part === "status" || part === "finalize";
}
