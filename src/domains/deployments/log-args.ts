import { FairwayError } from "../../errors/index.ts";
import { logTimeOf } from "../../kubernetes/index.ts";
import type { LogContainersArgs } from "./log.input.ts";

/** How many lines of each container are shown where nothing says where to begin. */
const USUAL_TAIL = 100;
const MAX_TAIL = 10_000;
const MAX_NAMES = 50;

/** Which part of a log is wanted. */
export interface LogPart {
  readonly names: readonly string[] | null;
  /** In UTC, to the nanosecond. */
  readonly since: string | null;
  readonly tail: number | null;
}

/** Throws what the caller has to mend. */
export function logPartOf({ containers, sinceAt, tail }: LogContainersArgs): LogPart {
  if (tail != null) checkCount("tail", tail, 0, MAX_TAIL);
  if (containers) checkCount("containers", containers.length, 1, MAX_NAMES);
  const since = sinceAt == null ? null : logTimeOf(sinceAt.toUpperCase());
  if (sinceAt != null && since === null) {
    throw new FairwayError("BAD_USER_INPUT", "sinceAt has more digits than nanoseconds have", { field: "sinceAt" });
  }
  return { names: containers ?? null, since, tail: tail ?? (since === null ? USUAL_TAIL : null) };
}

export function checkCount(field: string, count: number, least: number, most: number): void {
  if (count < least) throw new FairwayError("BAD_USER_INPUT", `${field} must be ${least} at least`, { field });
  if (count > most) throw new FairwayError("LIMIT_EXCEEDED", `${field} must not exceed ${most}`, { field });
}
