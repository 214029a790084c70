import { FairwayError } from "../../errors/index.ts";
import type { Range } from "../../integrations/prometheus/index.ts";
import type { MetricRangeInput } from "./range.input.ts";

const mostPoints = 1_000;
const usualPoints = 60;
const longestSeconds = 400 * 86_400;

/** A time that was checked, and that may begin with whatever is now. */
export type CheckedRange =
  | { readonly start: number; readonly end: number; readonly stepSeconds: number }
  | { readonly lastSeconds: number; readonly stepSeconds: number };

/** Throws BAD_USER_INPUT, with the place in the argument `range`. */
export function checkedRange({ start, end, lastSeconds, stepSeconds }: MetricRangeInput): CheckedRange {
  if ((lastSeconds != null) === (start != null || end != null))
    throw bad("range", "range must have either lastSeconds, or start and end");
  if (lastSeconds != null) {
    if (lastSeconds < 1 || lastSeconds > longestSeconds) {
      throw bad("range.lastSeconds", `lastSeconds must be 1 to ${longestSeconds}`);
    }
    return { lastSeconds, stepSeconds: stepOf(lastSeconds, stepSeconds) };
  }
  if (start == null || end == null) throw bad("range", "range must have both start and end");
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const seconds = (to - from) / 1000;
  if (seconds < 0) throw bad("range.end", "end must not be before start");
  if (seconds > longestSeconds) throw bad("range.end", `end must be ${longestSeconds} seconds after start at most`);
  return { start: from, end: to, stepSeconds: stepOf(seconds, stepSeconds) };
}

function stepOf(seconds: number, asked: number | null | undefined): number {
  const step = asked ?? Math.max(1, Math.ceil(seconds / usualPoints));
  const least = Math.max(1, Math.ceil(seconds / (mostPoints - 1)));
  if (step < least) {
    throw bad(
      "range.stepSeconds",
      `stepSeconds must be ${least} at least here: there are ${mostPoints} points at most`,
    );
  }
  if (step > longestSeconds) throw bad("range.stepSeconds", `stepSeconds must be ${longestSeconds} at most`);
  return step;
}

/**
 * The points that are meant at a time. What ends now ends at a multiple of the step, so that who asks again is given the same points and
 * new ones, and not all others.
 */
export function rangeAt(range: CheckedRange, now: number): Range {
  if ("start" in range) return range;
  // One point, and the multiple of the step before it may be long over.
  if (range.stepSeconds > range.lastSeconds) return { start: now, end: now, stepSeconds: range.stepSeconds };
  const stepMs = range.stepSeconds * 1000;
  const end = Math.floor(now / stepMs) * stepMs;
  const steps = Math.floor(range.lastSeconds / range.stepSeconds);
  return { start: end - steps * stepMs, end, stepSeconds: range.stepSeconds };
}

function bad(field: string, message: string): FairwayError {
  return new FairwayError("BAD_USER_INPUT", message, { field });
}
