import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { GraphQLJSON } from "graphql-scalars";

export const JSONValue = GraphQLJSON;

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

function parseDateTime(value: unknown): string {
  if (typeof value === "string" && RFC3339.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new GraphQLError("DateTime must be an RFC 3339 string, such as 2026-01-31T12:00:00Z");
}

/**
 * Strings pass as they came: Kubernetes' times are RFC 3339 already, some of them to the microsecond, and making a
 * Date of each would lose that and cost time. Numbers are milliseconds since the epoch.
 */
export const DateTime = new GraphQLScalarType<string, string>({
  name: "DateTime",
  description: "A point in time, as an RFC 3339 string such as `2026-01-31T12:00:00Z`.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  serialize(value) {
    if (typeof value === "number") return new Date(value).toISOString();
    if (value instanceof Date) return value.toISOString();
    return parseDateTime(value);
  },
  parseValue: parseDateTime,
  parseLiteral(node) {
    return parseDateTime(node.kind === Kind.STRING ? node.value : undefined);
  },
});

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

function parseLong(value: unknown): bigint {
  const isInteger = typeof value === "bigint" || Number.isSafeInteger(value);
  if (isInteger || (typeof value === "string" && /^-?\d{1,19}$/.test(value))) {
    const parsed = BigInt(value as bigint | number | string);
    if (parsed >= INT64.min && parsed <= INT64.max) return parsed;
  }
  throw new GraphQLError("Long must be an integer of at most 64 bits; a string of digits where it exceeds 2^53");
}

/** Sent as a JSON number while every JSON reader can hold it exactly, and as a string of digits beyond. */
export const Long = new GraphQLScalarType<bigint, number | string>({
  name: "Long",
  description: "A 64-bit integer: a JSON number up to 2^53 - 1 in size, a string of decimal digits beyond.",
  serialize(value) {
    const exact = parseLong(value);
    const number = Number(exact);
    return Number.isSafeInteger(number) ? number : exact.toString();
  },
  parseValue: parseLong,
  parseLiteral(node) {
    return parseLong(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : undefined);
  },
});

/** Labels and annotations. It is made here only: as an input, selectors and typed inputs say more. */
export const StringMap = new GraphQLScalarType<Readonly<Record<string, string>>, Readonly<Record<string, string>>>({
  name: "StringMap",
  description: "A JSON object whose values are strings, such as labels.",
  serialize: (value) => value as Readonly<Record<string, string>>,
  parseValue(value) {
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isMap && Object.values(value).every((each) => typeof each === "string")) return value as Record<string, string>;
    throw new GraphQLError("StringMap must be an object whose values are strings");
  },
});
