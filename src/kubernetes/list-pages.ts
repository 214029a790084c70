import type { ClusterConnection } from "./connection.ts";
import { Garbled } from "./garbled.ts";
import { ingest } from "./ingest.ts";
import { parseJson } from "./json.ts";
import { ListSplitter } from "./list-splitter.ts";
import type { Runtime } from "./ports.ts";
import type { Query } from "./query-string.ts";

export interface ListPagesOptions {
  readonly path: string;
  /** Objects in a page; 0 asks for all at once. */
  readonly limit: number;
  /** Has to be aborted when the list fails, or a page that was asked for ahead stays open. */
  readonly signal: AbortSignal;
  readonly runtime: Runtime;
  /** Called with each object, and with its text as it was sent. */
  readonly onItem: (item: unknown, text: string) => void;
  /** How long a page may be waited for, in milliseconds. Default 60,000. */
  readonly deadlineMs?: number;
}

/**
 * Lists everything under a path, and resolves with the resourceVersion as of which it is complete, or undefined where the
 * server gives none. The next page is
 * asked for as soon as its token has come, so that the server encodes it while this one is decoded here.
 */
export async function listPages(connection: ClusterConnection, options: ListPagesOptions): Promise<string | undefined> {
  const { path, limit, signal, runtime, onItem, deadlineMs = 60_000 } = options;
  const open = (token?: string) => {
    const query: Query = { limit: limit || undefined, continue: token };
    const stream = connection.stream({ path, query, signal, lane: "requests", deadlineMs });
    // It may fail while the page before it is being read; it is awaited after that.
    stream.catch(() => {});
    return stream;
  };
  let version: string | undefined;
  for (let page: Promise<AsyncIterable<Buffer>> | undefined = open(); page; ) {
    const splitter = new ListSplitter((text) => onItem(parseItem(text), text));
    let next: Promise<AsyncIterable<Buffer>> | undefined;
    await ingest(await page, runtime, (chunk) => {
      splitter.push(chunk);
      if (!next && splitter.meta?.continue) next = open(splitter.meta.continue);
    });
    const meta = splitter.end();
    if (!next && meta.continue) next = open(meta.continue);
    version ??= meta.resourceVersion || undefined;
    page = next;
  }
  return version;
}

function parseItem(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new Garbled("an item of a list is not JSON");
  }
}
