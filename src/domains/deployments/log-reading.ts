import { FairwayError, toFairwayError } from "../../errors/index.ts";
import type { LogPiece, LogRequest } from "../../kubernetes/index.ts";
import { deadline } from "../../state/index.ts";
import type { ClusterAccess } from "../context.ts";
import type { LogPart } from "./log-args.ts";
import { mergeByTime } from "./log-merge.ts";
import { behind, type LogPosition, Repetition, secondOf } from "./log-position.ts";
import type { LogProblem, LogTarget } from "./log-targets.service.ts";

/** How long one answer takes at the most; what was read by then is given. */
const READING_MS = 10_000;

/** How long a kubelet may take until the first line comes: the others wait for it, as it may be the oldest. */
const OPENING_MS = 5_000;

export interface LogQuery {
  readonly part: LogPart;
  readonly previous: boolean;
  /** Pieces, and bytes of text, of all containers together. */
  readonly first: number;
  readonly limitBytes: number;
  /** Up to where each container was read before. */
  readonly positions: ReadonlyMap<string, LogPosition>;
}

export interface ReadLine {
  readonly target: LogTarget;
  readonly piece: LogPiece;
}

export interface ReadLogs {
  readonly lines: readonly ReadLine[];
  readonly truncated: boolean;
  readonly positions: ReadonlyMap<string, LogPosition>;
  readonly errors: readonly LogProblem[];
}

type Logs = (cluster: string) => ClusterAccess["logs"];

/** Reads logs from where they were read to, or from where their part begins, until there is enough of them. Never rejects. */
export async function readLogs(
  logs: Logs,
  targets: readonly LogTarget[],
  query: LogQuery,
  ended: AbortSignal,
): Promise<ReadLogs> {
  const enough = new AbortController();
  const late = deadline(READING_MS, ended);
  const signal = AbortSignal.any([late, enough.signal]);
  const lines: ReadLine[] = [];
  const errors: LogProblem[] = [];
  // Of pods that are gone nobody asks again.
  const keys = new Set(targets.map(({ key }) => key));
  const positions = new Map([...query.positions].filter(([key]) => keys.has(key)));
  const onFailure = (source: number, error: unknown) => {
    const target = targets[source];
    if (target && !enough.signal.aborted) errors.push({ ...target, error: explained(error, late, target) });
  };
  const all = targets.map((target) => linesOf(logs(target.cluster), target, query, signal));
  let bytes = 0;
  let truncated = false;
  try {
    for await (const { source, piece } of mergeByTime(all, onFailure)) {
      const target = targets[source] as LogTarget;
      bytes += Buffer.byteLength(piece.text);
      truncated = lines.length === query.first || (bytes > query.limitBytes && lines.length > 0);
      if (truncated) break;
      lines.push({ target, piece });
      const position = behind(positions.get(target.key) ?? null, piece);
      if (position) positions.set(target.key, position);
    }
  } finally {
    // What is still open is of no use.
    enough.abort();
  }
  return { lines, truncated: truncated || late.aborted, positions, errors };
}

/** What of one log is to be shown. */
async function* linesOf(
  logs: ClusterAccess["logs"],
  target: LogTarget,
  { part, previous, positions }: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly LogPiece[], void, undefined> {
  const position = positions.get(target.key) ?? null;
  if (position === null && part.tail === 0) return;
  const repetition = new Repetition(position);
  const request: LogRequest = { ...placeOf(target), ...beginning(part, position), previous };
  for await (const pieces of logs.read(request, { signal, deadlineMs: OPENING_MS })) {
    const wanted = pieces.filter((piece) => !repetition.includes(piece) && isSince(piece, part));
    if (wanted.length > 0) yield wanted;
  }
}

export function placeOf({ namespace, pod, container }: LogTarget): Pick<LogRequest, "namespace" | "pod" | "container"> {
  return { namespace, pod, container };
}

/** Where the server is to begin. */
export function beginning(
  { since, tail }: Pick<LogPart, "since" | "tail">,
  position: LogPosition | null,
): Pick<LogRequest, "sinceTime" | "tailLines"> {
  if (position) return { sinceTime: secondOf(position) };
  return {
    ...(since !== null && { sinceTime: secondOf({ time: since, count: 0 }) }),
    ...(tail !== null && { tailLines: tail }),
  };
}

export function isSince({ time }: LogPiece, { since }: Pick<LogPart, "since">): boolean {
  return since === null || time === null || time >= since;
}

function explained(error: unknown, late: AbortSignal, { cluster }: LogTarget): FairwayError {
  if (error instanceof FairwayError) return error;
  if (!late.aborted) return toFairwayError(error);
  return new FairwayError("CLUSTER_TIMEOUT", `The log was not read within ${READING_MS} ms`, { cluster });
}
