import { FairwayError } from "../../errors/index.ts";

/** One step of a path: a field, a place in a list, or each item of a list and each value of a map. */
export type Step = string | number | typeof EACH;
export const EACH: unique symbol = Symbol("each");

const MAX_LENGTH = 512;
const MAX_STEPS = 32;

const name = /[A-Za-z0-9_$-]+/y;
const place = /\[(?:(\d{1,9})|(\*)|("(?:[^"\\]|\\["\\/])*"|'[^']*'))\]/y;

/**
 * The steps of a path such as `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]` or
 * `status.conditions[*].type`. Throws BAD_USER_INPUT with the place where it cannot be read.
 */
export function parsePath(text: string, field: string): readonly Step[] {
  if (text.length > MAX_LENGTH) throw bad(field, `must not be longer than ${MAX_LENGTH} characters`);
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length) {
    const isBracket = text[at] === "[";
    // A dot stands between two names, and may stand before the first, as in kubectl's own paths.
    if (!isBracket && (steps.length > 0 || text[at] === ".")) {
      if (text[at] !== ".") throw bad(field, `expected "." or "[" at position ${at + 1}`);
      at += 1;
    }
    const form = isBracket ? place : name;
    form.lastIndex = at;
    const found = form.exec(text);
    if (!found)
      throw bad(field, `${isBracket ? 'expected [0], [*] or ["name"]' : "expected a name"} at position ${at + 1}`);
    steps.push(isBracket ? stepOf(found) : found[0]);
    at = form.lastIndex;
  }
  if (steps.length === 0) throw bad(field, "must not be empty");
  if (steps.length > MAX_STEPS) throw bad(field, `must not have more than ${MAX_STEPS} steps`);
  return steps;
}

function stepOf([, index, star, quoted]: RegExpExecArray): Step {
  if (index !== undefined) return Number(index);
  if (star !== undefined) return EACH;
  const text = quoted as string;
  return text.startsWith('"') ? (JSON.parse(text) as string) : text.slice(1, -1);
}

function bad(field: string, what: string): FairwayError {
  return new FairwayError("BAD_USER_INPUT", `The path ${what}`, { field });
}

/** Equal for equal paths, however they were written. */
export function pathText(steps: readonly Step[]): string {
  return JSON.stringify(steps.map((step) => (step === EACH ? null : step)));
}

/** What stands at the path: nothing, one value, or with `[*]` several. An explicit null is nothing. */
export function valuesAt(object: unknown, steps: readonly Step[], from = 0): readonly unknown[] {
  let value = object;
  for (let index = from; index < steps.length; index += 1) {
    if (typeof value !== "object" || value === null) return [];
    const step = steps[index] as Step;
    if (step === EACH) return Object.values(value).flatMap((each) => valuesAt(each, steps, index + 1));
    if (Array.isArray(value) ? typeof step !== "number" : typeof step === "number") return [];
    // What an object inherits is not its content.
    if (!Object.hasOwn(value, step)) return [];
    value = (value as Record<string, unknown>)[step];
  }
  return value === undefined || value === null ? [] : [value];
}
