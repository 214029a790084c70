import type { Kind } from "../storage/kind.ts";
import { type KubeObject, keyOf } from "../storage/object.ts";
import { badRequest, expired, versionTooLarge } from "../storage/status.ts";
import type { Store } from "../storage/store.ts";
import type { ListOptions } from "./list-options.ts";

export interface Page {
  readonly items: readonly KubeObject[];
  readonly meta: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** Where the next page begins, and as of which version; -1: as of whenever it is asked for. */
interface Token {
  readonly rv: number;
  readonly start: string;
}

const tooOld =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
  "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
  "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or " +
  "deleted between the time the first chunk was returned and now may show up in the list.";

export function listPage(store: Store, kind: Kind, options: ListOptions): Page {
  const { test, hasSelector, limit } = options;
  const token = options.continue === undefined ? undefined : readToken(options.continue, options.version);
  const version = token ? (token.rv < 0 ? store.version : token.rv) : versionOf(store, options);
  const all = store.at(kind, version);
  if (!all) {
    if (token) throw expired(tooOld, { continue: writeToken({ rv: -1, start: token.start }) });
    throw expired(`The resourceVersion for the provided list is too old: ${version}`);
  }
  const found = all.filter((object) => test(object) && (!token || placeOf(object) > token.start));
  const items = limit > 0 ? found.slice(0, limit) : found;
  const last = items.at(-1);
  const resourceVersion = String(version);
  if (items.length === found.length || !last) return { items, meta: { resourceVersion } };
  const next = writeToken({ rv: version, start: placeOf(last) });
  // A real server counts only where it need not look at what is left.
  const count = hasSelector ? {} : { remainingItemCount: found.length - items.length };
  return { items, meta: { resourceVersion, continue: next, ...count } };
}

/** Throws Timeout for a version that is still to come. */
export function checkReached(store: Store, version: number | undefined): void {
  if (version !== undefined && version > store.version) throw versionTooLarge(version, store.version);
}

function versionOf(store: Store, { version, match, limit }: ListOptions): number {
  checkReached(store, version);
  // From before there was a word for it: a version with a limit is that very version.
  const exact = match === "Exact" || (match === undefined && limit > 0);
  return exact && version ? version : store.version;
}

function placeOf({ metadata: { namespace = "", name } }: KubeObject): string {
  return keyOf(namespace, name);
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", ...token })).toString("base64url");
}

function readToken(text: string, version: number | undefined): Token {
  if (version) throw badRequest("specifying resource version is not allowed when using continue");
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(text, "base64url").toString());
    if (v === "meta.k8s.io/v1" && Number.isInteger(rv) && typeof start === "string") return { rv, start };
  } catch {
    // As one that says something else.
  }
  throw badRequest("invalid continue token: continue key is not valid");
}
