import { getVariableValues } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { type LiveFormat, liveDirective, liveOf } from "../../graphql/index.ts";
import type { Environment } from "../environment.ts";
import type { Operation } from "../operations.ts";

/** In milliseconds. */
export interface ThrottleLimits {
  /** Where the operation says nothing. */
  readonly liveThrottleMs: number;
  readonly liveThrottleMinMs: number;
  readonly liveThrottleMaxMs: number;
}

/** How a live query is answered. */
export interface LiveTerms {
  readonly format: LiveFormat;
  readonly throttleMs: number;
}

/** Throws CONFIG_INVALID where no throttle is allowed. */
export function assertThrottle({ liveThrottleMinMs, liveThrottleMaxMs }: ThrottleLimits): void {
  if (liveThrottleMinMs <= liveThrottleMaxMs) return;
  const message = "limits.liveThrottleMinMs is larger than limits.liveThrottleMaxMs";
  throw new FairwayError("CONFIG_INVALID", message, { field: "limits.liveThrottleMinMs" });
}

/** Null: the operation is not live. Throws BAD_USER_INPUT for a throttle that is not allowed. */
export function termsOf(
  { schema }: Environment,
  { plan: { operation }, variables }: Operation,
  { liveThrottleMs, liveThrottleMinMs, liveThrottleMaxMs }: ThrottleLimits,
): LiveTerms | null {
  if (!operation.directives?.some(({ name }) => name.value === liveDirective.name)) return null;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  // Variables that do not fit are refused where the query is executed.
  const live = coerced && liveOf(operation, coerced);
  if (!live) return null;
  const { format, throttle } = live;
  const throttleMs = throttle ?? Math.min(Math.max(liveThrottleMs, liveThrottleMinMs), liveThrottleMaxMs);
  if (throttleMs < liveThrottleMinMs || throttleMs > liveThrottleMaxMs) {
    const message = `\`throttle\` of @live must be from ${liveThrottleMinMs} to ${liveThrottleMaxMs} milliseconds`;
    throw new FairwayError("BAD_USER_INPUT", message, { field: "throttle" });
  }
  return { format, throttleMs };
}
