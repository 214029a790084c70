import { monotonicOf, type Runtime } from "./ports.ts";

/**
 * Hands each chunk to `consume`, and keeps to the budget that all ingest shares. While it waits for its turn nothing is
 * read, so the socket pauses and the API server keeps what comes next. A chunk is at most 64 KiB: about a millisecond.
 */
export async function ingest(
  chunks: AsyncIterable<Buffer>,
  runtime: Runtime,
  consume: (chunk: Buffer) => void,
): Promise<void> {
  const { turns } = runtime;
  const monotonic = monotonicOf(runtime);
  for await (const chunk of chunks) {
    while (turns.exhausted) await turns.next();
    const startedAt = monotonic();
    consume(chunk);
    turns.charge(monotonic() - startedAt);
  }
}
