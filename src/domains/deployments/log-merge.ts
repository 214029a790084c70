import type { LogPiece } from "../../kubernetes/index.ts";

/** A log whose pieces come in their order, a few at a time. */
export type Pieces = AsyncIterator<readonly LogPiece[]>;

export interface Merged {
  /** The number of the log that the piece is of. */
  readonly source: number;
  readonly piece: LogPiece;
}

/**
 * Which of these pieces comes first: the earliest, of equal ones the first. One without a time does not wait for others. Undefined
 * where there is none.
 */
export function earliest(heads: readonly (LogPiece | undefined)[]): number | undefined {
  let found: number | undefined;
  let least = "";
  for (const [index, head] of heads.entries()) {
    if (!head) continue;
    const time = head.time ?? "";
    if (found !== undefined && time >= least) continue;
    found = index;
    least = time;
  }
  return found;
}

/**
 * Merges logs by time, each in its own order, whatever the clocks of its node did. Of each no more is held than came with its last
 * piece. A log that fails ends: `onFailure` is told.
 */
export async function* mergeByTime(
  logs: readonly Pieces[],
  onFailure: (source: number, error: unknown) => void,
): AsyncGenerator<Merged, void, undefined> {
  const queues = logs.map((): LogPiece[] => []);
  const fill = async (source: number) => {
    try {
      const next = await logs[source]?.next();
      // Reversed: what comes first is taken from the end.
      if (next && !next.done) queues[source] = [...next.value].reverse();
    } catch (error) {
      onFailure(source, error);
    }
  };
  try {
    await Promise.all(logs.map((_, source) => fill(source)));
    for (;;) {
      const source = earliest(queues.map((queue) => queue.at(-1)));
      const piece = source === undefined ? undefined : queues[source]?.pop();
      if (source === undefined || piece === undefined) return;
      yield { source, piece };
      if (queues[source]?.length === 0) await fill(source);
    }
  } finally {
    // Whoever has enough is not kept waiting for what the others still hold.
    for (const log of logs) log.return?.().catch(() => {});
  }
}
