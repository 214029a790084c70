import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { Given } from "./run.ts";

export const PROMISED = "A resolver returned a promise: reads are synchronous, misses are for the rest";

/** One synchronous execution by graphql-js. */
export function interpret(
  schema: GraphQLSchema,
  document: DocumentNode,
  { name }: OperationDefinitionNode,
  { variables, context, root }: Given,
): ExecutionResult {
  const result = execute({
    schema,
    document,
    variableValues: variables,
    contextValue: context,
    rootValue: root,
    operationName: name?.value ?? null,
  });
  if (isPromise(result)) throw new Error(PROMISED);
  return result;
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as Promise<T>).then === "function";
}
