import { FairwayError } from "../../errors/index.ts";
import { ClusterError } from "../../graphql/index.ts";
import type { LogPiece } from "../../kubernetes/index.ts";
import type { DomainContext } from "../context.ts";
import type { LogArgs } from "./log.input.ts";
import type { LogError, LogLine, PodLogs } from "./log.type.ts";
import { checkCount, logPartOf } from "./log-args.ts";
import type { LogPosition } from "./log-position.ts";
import { readLogs } from "./log-reading.ts";
import { type LoggedPods, type LogPlace, type LogProblem, logTargetsOf } from "./log-targets.service.ts";

const MAX_LINES = 5_000;
const MAX_BYTES = 8 * 1024 * 1024;
const PURPOSE = "logs";

/** By container, up to where its log was read. */
export type LogPositions = readonly (readonly [key: string, time: string, count: number])[];

/**
 * The logs of pods, merged by time; null in a pass before they are read. Fields of workloads are made of it: they say which pods
 * (`podsOfWorkload`), and have `LogArgs`.
 */
export function logsOfPods(ctx: DomainContext, pods: LoggedPods | null, args: LogArgs): PodLogs | null {
  checkCount("first", args.first, 1, MAX_LINES);
  checkCount("limitBytes", args.limitBytes, 1, MAX_BYTES);
  const positions = positionsOf(ctx, args.after);
  const part = logPartOf(args);
  if (!pods) return null;
  const { targets, errors, clusterErrors } = logTargetsOf(ctx, pods, part.names);
  ctx.reads.forbid("Logs have no version");
  const { first, limitBytes, previous } = args;
  // What a pass has seen may be other containers than the one before: what is read once is read of those.
  const key = `logs ${JSON.stringify([args, targets.map((target) => target.key)])}`;
  const outcome = ctx.misses.ask(key, undefined, (signal) =>
    readLogs(
      (cluster) => ctx.clusters.get(cluster).logs,
      targets,
      { part, previous, first, limitBytes, positions },
      signal,
    ),
  );
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  const read = outcome.value;
  return {
    lines: read.lines.map(({ target, piece }) => lineOf(target, piece)),
    truncated: read.truncated,
    cursor: read.positions.size === 0 ? null : ctx.seal.close(PURPOSE, listOf(read.positions)),
    errors: [...errors, ...read.errors].map(errorOf),
    clusterErrors: clusterErrors.map(({ cluster, error }) => new ClusterError(cluster, error)),
  };
}

export function lineOf({ cluster, namespace, pod, container }: LogPlace, { time, text, partial }: LogPiece): LogLine {
  return { cluster, namespace, pod, container, loggedAt: time, text, partial };
}

export function errorOf({ cluster, namespace, pod, container, error }: LogProblem): LogError {
  return { cluster, namespace, pod, container, code: error.code, message: error.message };
}

export function listOf(positions: ReadonlyMap<string, LogPosition>): LogPositions {
  return [...positions].map(([key, { time, count }]) => [key, time, count]);
}

export function mapOf(list: LogPositions): Map<string, LogPosition> {
  return new Map(list.map(([key, time, count]) => [key, { time, count }]));
}

function positionsOf({ seal }: DomainContext, after: string | null | undefined): ReadonlyMap<string, LogPosition> {
  if (after == null) return new Map();
  const content = seal.open(PURPOSE, after) as LogPositions | undefined;
  if (content) return mapOf(content);
  throw new FairwayError("INVALID_CURSOR", "`after` is not a cursor of logs of this gateway", { field: "after" });
}
