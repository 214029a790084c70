import type { Turns } from "./turns.ts";

/**
 * Hands each chunk to `consume`, and keeps to the budget that all ingest shares. While it waits for its turn nothing is
 * read, so the socket pauses and the API server keeps what comes next. A chunk is at most 64 KiB: about a millisecond.
 */
export async function ingest(
  chunks: AsyncIterable<Buffer>,
  turns: Turns,
  consume: (chunk: Buffer) => void,
): Promise<void> {
  for await (const chunk of chunks) {
    while (turns.exhausted) await turns.next();
    const startedAt = performance.now();
    consume(chunk);
    turns.charge(performance.now() - startedAt);
  }
}
