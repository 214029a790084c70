import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString } from "graphql";
import type { Complete } from "./run.ts";

/** Leaves of GraphQL's own types are nearly always what they should be; `serialize` is for the rest. */
export function completeLeaf(type: GraphQLLeafType): Complete {
  const serialize = (value: unknown): unknown => {
    if (value === null || value === undefined) return null;
    const serialized = type.serialize(value);
    if (serialized === null || serialized === undefined) {
      throw new Error(`A value of type "${type.name}" was serialized to nothing`);
    }
    return serialized;
  };
  switch (type) {
    case GraphQLString:
    case GraphQLID:
      return (value) => (typeof value === "string" ? value : serialize(value));
    case GraphQLBoolean:
      return (value) => (typeof value === "boolean" ? value : serialize(value));
    case GraphQLInt:
      return (value) => (typeof value === "number" && (value | 0) === value ? value : serialize(value));
    case GraphQLFloat:
      return (value) => (typeof value === "number" && Number.isFinite(value) ? value : serialize(value));
    default:
      return serialize;
  }
}
