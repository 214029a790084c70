import {
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { FairwayError } from "../../../../src/errors/index.ts";
import { Random } from "../../../support/random.ts";

const typeOf = Symbol("type");
type Source = Record<PropertyKey, unknown>;

/**
 * Gives each field of a schema values that follow from the way to it, its arguments and a seed, with whatever resolvers can do
 * wrong among them. Every other field is read from its object.
 */
export function makeUpData(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isAbstractType(type)) type.resolveType = (value) => (value as Source)[typeOf] as string;
    if (!isObjectType(type)) continue;
    const isRoot = [schema.getQueryType(), schema.getMutationType()].includes(type);
    for (const [index, field] of Object.values(type.getFields()).entries()) {
      delete field.resolve;
      if (!isRoot && index % 2 === 0) continue;
      field.resolve = (source, args, context, info) => {
        const way = [field.name, text(args), ...steps(info.path), text((source as Source | undefined)?.[typeOf])];
        return madeUp(schema, field.type, seeded((context as { seed: number }).seed, way.join(" ")));
      };
    }
  }
}

function steps(path: GraphQLResolveInfo["path"] | undefined): string[] {
  return path ? [...steps(path.prev), `${path.typename}.${path.key}`] : [];
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}n` : each)) ?? "";
}

function seeded(seed: number, way: string): Random {
  let hash = seed;
  for (let index = 0; index < way.length; index += 1) hash = (Math.imul(hash, 31) + way.charCodeAt(index)) | 0;
  return new Random(hash >>> 0);
}

function madeUp(schema: GraphQLSchema, type: GraphQLOutputType, random: Random): unknown {
  if (random.chance(0.015)) return wrong(random);
  if (isNonNullType(type)) return random.chance(0.005) ? null : madeUp(schema, type.ofType, random);
  if (random.chance(0.1)) return random.chance(0.5) ? null : undefined;
  if (isListType(type)) {
    const items = Array.from({ length: random.int(4) }, () => madeUp(schema, type.ofType, random));
    return random.chance(0.2) ? new Set(items) : items;
  }
  if (isObjectType(type)) return objectOf(schema, type, random);
  if (isAbstractType(type)) return objectOf(schema, random.pick([...schema.getPossibleTypes(type)]), random);
  if (isEnumType(type)) return random.pick(type.getValues()).value;
  if (type.name === "DateTime") return random.pick(["2026-01-31T12:00:00Z", 0, new Date(5)]);
  if (type.name === "Boolean") return random.pick([true, false, 1]);
  if (type.name === "StringMap" || type.name === "JSON") return { a: "b" };
  const numbers = [0, 7, -1, 12.0, "12"];
  if (type.name === "Int" || type.name === "Float" || type.name === "Long") return random.pick(numbers);
  return random.pick(["", "a", 5, true]);
}

function objectOf(schema: GraphQLSchema, type: GraphQLObjectType, random: Random): Source {
  const source: Source = { [typeOf]: random.chance(0.03) ? (random.chance(0.5) ? "Query" : undefined) : type.name };
  const seed = random.int(2 ** 31);
  for (const field of Object.values(type.getFields())) {
    if (field.resolve) continue;
    const make = () => madeUp(schema, field.type, seeded(seed, field.name));
    if (seed % 3 === 0) source[field.name] = make;
    else Object.defineProperty(source, field.name, { get: make });
  }
  return source;
}

/** Thrown, returned, or of no type that the schema knows. */
function wrong(random: Random): unknown {
  const errors = [
    new Error("not for callers"),
    new FairwayError("NOT_FOUND", "no such thing"),
    new GraphQLError("for callers", { extensions: { code: "CONFLICT" } }),
  ];
  const error = random.pick(errors);
  if (random.chance(0.5)) throw error;
  return random.pick([error, Number.NaN, Symbol.iterator, 2 ** 40, "no such value"]);
}
