import { FairwayError } from "../../errors/index.ts";
import { matching } from "../../graphql/index.ts";
import type { OrderKey, Predicate, Row } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import { comparable, plainText, sortOf } from "./comparable.mapping.ts";
import { parsePath, pathText, type Step, valuesAt } from "./path.mapping.ts";
import { CompareAs, type WhereInput } from "./where.input.ts";

export const MAX_CONDITIONS = 20;

type Test = (value: unknown) => boolean;

/** The conditions on paths of the object. They look at nothing else, so that a subscription can follow them. */
export function wherePredicates<T extends Manifest>(
  where: readonly WhereInput[] | null | undefined,
  field: string,
): Predicate<T>[] {
  if (!where) return [];
  if (where.length > MAX_CONDITIONS) {
    throw new FairwayError("LIMIT_EXCEEDED", `There must not be more than ${MAX_CONDITIONS} conditions`, { field });
  }
  return where.map((condition, index) => matching(testOf<T>(condition, `${field}[${index}]`)));
}

function testOf<T extends Manifest>(condition: WhereInput, field: string): (row: Row<T>) => boolean {
  const steps = parsePath(condition.path, `${field}.path`);
  const keyOf = condition.as === CompareAs.TEXT ? plainText : comparable;
  const operand = (name: string, value: unknown) => {
    // Another number was sent than the one that is here.
    const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
    const key = isRounded ? null : keyOf(value);
    if (key !== null) return key;
    const message = isRounded
      ? "Beyond 2^53 it must be a string of digits"
      : "Only strings, numbers and booleans can be compared with";
    throw new FairwayError("BAD_USER_INPUT", message, { field: `${field}.${name}` });
  };
  const tests = comparisonsOf(condition, keyOf, operand);
  const { exists } = condition;
  const unwanted = condition.ne == null ? undefined : operand("ne", condition.ne);
  return ({ object }) => {
    const values = valuesAt(object, steps);
    if (exists != null && values.length > 0 !== exists) return false;
    if (unwanted !== undefined && values.some((value) => keyOf(value) === unwanted)) return false;
    return tests.length === 0 || values.some((value) => tests.every((test) => test(value)));
  };
}

/** Of one value each. */
function comparisonsOf(
  condition: WhereInput,
  keyOf: (value: unknown) => string | null,
  operand: (name: string, value: unknown) => string,
): readonly Test[] {
  const tests: Test[] = [];
  const { eq, in: among, contains, startsWith } = condition;
  if (eq != null) {
    const wanted = operand("eq", eq);
    tests.push((value) => keyOf(value) === wanted);
  }
  if (among) {
    const wanted = new Set(among.map((each) => operand("in", each)));
    tests.push((value) => wanted.has(keyOf(value) ?? ""));
  }
  for (const [name, holds] of Object.entries(bounds)) {
    const bound = condition[name as keyof typeof bounds];
    if (bound == null) continue;
    const key = operand(name, bound);
    tests.push((value) => {
      const own = keyOf(value);
      return own !== null && sortOf(own) === sortOf(key) && holds(own, key);
    });
  }
  if (contains != null) tests.push((value) => typeof value === "string" && value.includes(contains));
  if (startsWith != null) tests.push((value) => typeof value === "string" && value.startsWith(startsWith));
  return tests;
}

const bounds = {
  gt: (own: string, bound: string) => own > bound,
  gte: (own: string, bound: string) => own >= bound,
  lt: (own: string, bound: string) => own < bound,
  lte: (own: string, bound: string) => own <= bound,
} as const;

type Value = OrderKey<Manifest>["value"];

// Rows stay sorted for those alone who ask by the very function: see `Order.equals`.
const MOST_KEPT = 256;
const kept = new Map<string, Value>();

/** What an order by a path goes by: of several values the smallest. */
export function orderByPath(path: string, field: string): { readonly name: string; readonly value: Value } {
  const steps = parsePath(path, field);
  const name = pathText(steps);
  const known = kept.get(name);
  if (known) return { name, value: known };
  if (kept.size >= MOST_KEPT) kept.clear();
  const value: Value = ({ object }) => smallestAt(object, steps);
  kept.set(name, value);
  return { name, value };
}

function smallestAt(object: Manifest, steps: readonly Step[]): string | null {
  let smallest: string | null = null;
  for (const value of valuesAt(object, steps)) {
    const key = comparable(value);
    if (key !== null && (smallest === null || key < smallest)) smallest = key;
  }
  return smallest;
}
