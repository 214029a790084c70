import { FairwayError } from "../errors/index.ts";
import type { Member } from "./object-field.ts";

/** What JSON Schema says of a value. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The longest that a timer takes, in milliseconds. */
export const longest = 2 ** 31 - 1;

/** What one setting takes, in words and as a schema, and how a value becomes it. */
export interface Field<T> {
  /** Follows "must be": "a positive integer". */
  readonly takes: string;
  /** Accepts all that `read` accepts. It may accept more, where a schema cannot tell. */
  readonly schema: JsonSchema;
  /** Undefined: not acceptable. Throws CONFIG_INVALID where the fault lies deeper than `at`, the place of the value. */
  read(value: unknown, at: string): T | undefined;
  /** A value that came as text: a flag or an environment variable. */
  readText(text: string): T | undefined;
  /** Never shown in a message. */
  readonly secret?: boolean;
  /** What stands inside of it, by name: of an object, or of each object of a list. */
  readonly members?: Readonly<Record<string, Member<unknown>>>;
}

export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER): Field<number> {
  const read = (value: unknown) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
  return {
    takes:
      max < Number.MAX_SAFE_INTEGER
        ? `an integer from ${min} to ${max}`
        : min === 1
          ? "a positive integer"
          : `an integer not below ${min}`,
    schema: { type: "integer", minimum: min, ...(max < Number.MAX_SAFE_INTEGER && { maximum: max }) },
    read,
    readText: (value) => (/^\d{1,16}$/.test(value) ? read(Number(value)) : undefined),
  };
}

export interface TextOptions {
  readonly takes?: string;
  readonly pattern?: RegExp;
  /** What a pattern cannot tell. */
  readonly ok?: (value: string) => boolean;
  readonly minLength?: number;
}

export function text(options: TextOptions = {}): Field<string> {
  const { takes = "a text that is not empty", pattern, ok = () => true, minLength = 1 } = options;
  const fits = (value: string) => value.length >= minLength && (pattern?.test(value) ?? true) && ok(value);
  const read = (value: unknown) => (typeof value === "string" && fits(value) ? value : undefined);
  const schema = { type: "string", minLength, ...(pattern && { pattern: pattern.source }) };
  return { takes, schema, read, readText: read };
}

export function secret(minLength: number): Field<string> {
  return { ...text({ takes: `a text of at least ${minLength} characters`, minLength }), secret: true };
}

export function oneOf<const T extends string>(values: readonly T[]): Field<T> {
  const read = (value: unknown) => values.find((each) => each === value);
  return { takes: `one of ${values.join(", ")}`, schema: { enum: values }, read, readText: read };
}

export function flag(): Field<boolean> {
  const read = (value: unknown) => (typeof value === "boolean" ? value : undefined);
  return {
    takes: "true or false",
    schema: { type: "boolean" },
    read,
    readText: (value) => read({ true: true, false: false }[value]),
  };
}

export interface ListOptions<T> {
  readonly minItems?: number;
  /** What no two items may have in common. */
  readonly unique?: (item: T) => unknown;
}

export function list<T>(of: Field<T>, { minItems = 0, unique }: ListOptions<T> = {}): Field<readonly T[]> {
  const all = (found: readonly (T | undefined)[]) => {
    const items = found.filter((value) => value !== undefined);
    if (items.length < found.length || items.length < minItems) return undefined;
    if (unique && new Set(items.map(unique)).size < items.length) return undefined;
    return items;
  };
  const traits = [minItems > 0 && "that is not empty", unique && "without repetition"].filter(Boolean).join(" and ");
  return {
    takes: `a list${traits && ` ${traits}`}, each item ${of.takes}`,
    schema: { type: "array", items: of.schema, ...(minItems > 0 && { minItems }) },
    ...(of.secret && { secret: true }),
    ...(of.members && { members: of.members }),
    read: (value, at) =>
      Array.isArray(value) ? all(value.map((item, index) => of.read(item, `${at}[${index}]`))) : undefined,
    readText: (value) => all(value.split(",").map(of.readText)),
  };
}

/** The value, or a CONFIG_INVALID that names where it stands. */
export function readField<T>(field: Field<T>, value: unknown, path: string, asText = false): T {
  const found = asText ? field.readText(value as string) : field.read(value, path);
  if (found !== undefined) return found;
  const got = field.secret ? "something else" : shown(value);
  throw new FairwayError("CONFIG_INVALID", `${path}: must be ${field.takes}, got ${got}`, { field: path });
}

export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}
