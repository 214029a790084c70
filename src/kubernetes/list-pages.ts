import type { ClusterConnection, Query } from "./connection.ts";
import { Garbled } from "./garbled.ts";
import { ingest } from "./ingest.ts";
import { ListSplitter } from "./list-splitter.ts";
import type { Runtime } from "./ports.ts";

export interface ListPagesOptions {
  readonly path: string;
  /** Objects in a page; 0 asks for all at once. */
  readonly limit: number;
  /** Has to be aborted when the list fails, or a page that was asked for ahead stays open. */
  readonly signal: AbortSignal;
  readonly runtime: Runtime;
  readonly onItem: (item: string) => void;
}

/**
 * Lists everything under a path, and resolves with the resourceVersion as of which it is complete. The next page is
 * asked for as soon as its token has come, so that the server encodes it while this one is decoded here.
 */
export async function listPages(connection: ClusterConnection, options: ListPagesOptions): Promise<string> {
  const { path, limit, signal, runtime, onItem } = options;
  const open = (token?: string) => {
    const query: Query = { limit: limit || undefined, continue: token };
    const stream = connection.stream({ path, query, signal, lane: "requests", deadlineMs: 60_000 });
    // It may fail while the page before it is being read; it is awaited after that.
    stream.catch(() => {});
    return stream;
  };
  let version: string | undefined;
  for (let page: Promise<AsyncIterable<Buffer>> | undefined = open(); page; ) {
    const splitter = new ListSplitter(onItem);
    let next: Promise<AsyncIterable<Buffer>> | undefined;
    await ingest(await page, runtime, (chunk) => {
      splitter.push(chunk);
      if (!next && splitter.meta?.continue) next = open(splitter.meta.continue);
    });
    const meta = splitter.end();
    if (!next && meta.continue) next = open(meta.continue);
    version ??= meta.resourceVersion;
    page = next;
  }
  if (!version) throw new Garbled("the list has no resourceVersion");
  return version;
}
