import { FairwayError } from "../errors/index.ts";
import { type Field, type JsonSchema, readField } from "./field.ts";
import { type About, type Setting, setting } from "./setting.ts";

/** A setting inside an object. */
export interface Member<T> extends Setting<T> {
  /** What it is when it is left out. */
  readonly absent: "refused" | "absent" | { readonly value: T };
}

interface Certain<T> extends Member<T> {
  readonly absent: "refused" | { readonly value: T };
}

export function required<T>(field: Field<T>, about: About): Certain<T> {
  return { ...setting(field, about), absent: "refused" };
}

export function withDefault<T>(field: Field<T>, value: T, about: About): Certain<T> {
  return { ...setting(field, about), absent: { value } };
}

/** `byDefault` tells what its absence means. */
export function optional<T>(field: Field<T>, about: About & { readonly byDefault: string }): Member<T> {
  return { ...setting(field, about), absent: "absent" };
}

type MembersOf<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Member<Exclude<T[K], undefined>> : Certain<T[K]>;
};

export interface ObjectOptions<T> {
  /** Names that somebody may try, each with what to do instead. */
  readonly refused?: Readonly<Record<string, string>>;
  /** What the members do not say alone: a complaint that follows the object's place, or undefined. */
  readonly check?: (value: T) => string | undefined;
}

/** An object of settings. Unknown names are refused, with the place of each. */
export function object<T extends object>(members: MembersOf<T>, options: ObjectOptions<T> = {}): Field<T> {
  const entries = Object.entries(members) as [string, Member<unknown>][];
  const { refused = {}, check } = options;
  const read = (value: unknown, at: string): T | undefined => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(members, name)) continue;
      const instead = Object.hasOwn(refused, name) ? refused[name] : `there are ${Object.keys(members).join(", ")}`;
      throw invalid(`${at}.${name}`, `no such setting; ${instead}`);
    }
    const found = entries.map(([name, member]) => {
      const given = (value as Record<string, unknown>)[name] ?? undefined;
      if (given !== undefined) return [name, readField(member, given, `${at}.${name}`)];
      if (member.absent === "refused") throw invalid(`${at}.${name}`, `is missing; it must be ${member.takes}`);
      return [name, member.absent === "absent" ? undefined : member.absent.value];
    });
    const whole = Object.fromEntries(found.filter(([, each]) => each !== undefined)) as T;
    const complaint = check?.(whole);
    if (complaint !== undefined) throw invalid(at, complaint);
    return whole;
  };
  return {
    takes: `an object of ${entries.map(([name]) => name).join(", ")}`,
    secret: entries.some(([, { secret }]) => secret),
    schema: schemaOf(entries),
    members: Object.fromEntries(entries),
    read,
    readText: () => undefined,
  };
}

function schemaOf(entries: readonly [string, Member<unknown>][]): JsonSchema {
  const properties = entries.map(([name, { description, reason, schema, absent }]) => [
    name,
    {
      description: `${description} ${reason}`,
      ...schema,
      ...(typeof absent === "object" && { default: absent.value }),
    },
  ]);
  const needed = entries.filter(([, { absent }]) => absent === "refused").map(([name]) => name);
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    ...(needed.length > 0 && { required: needed }),
  };
}

function invalid(at: string, complaint: string): FairwayError {
  return new FairwayError("CONFIG_INVALID", `${at}: ${complaint}`, { field: at });
}
