import { type ExecutionResult, execute } from "graphql";
import { Misses } from "../state/index.ts";
import type { Environment } from "./environment.ts";
import { Leases, passes } from "./passes.ts";
import type { Plan } from "./plan.ts";
import { encodeResult, formatErrors, refusal } from "./response.ts";
import type { Reply, RequestOrigin } from "./transport.ts";

export type Variables = Record<string, unknown>;

/** Runs a query or a mutation to its reply. */
export async function runOperation(
  environment: Environment,
  plan: Plan,
  variables: Variables,
  origin: RequestOrigin,
): Promise<Reply> {
  const { caller, requestId, transport, signal } = origin;
  const { onInternalError } = environment;
  using leases = new Leases();
  const misses = new Misses(environment.clusterDeadlineMs, signal);
  const { result, reads } = await passes(
    environment,
    { caller, requestId, transport, misses, leases },
    (contextValue) => executePlan(environment, plan, variables, contextValue),
  );
  // Variables that do not fit are found before any field is resolved: the request as such was bad.
  if (result.data === undefined) return refusal(formatErrors(result.errors ?? [], requestId, onInternalError));
  const { operation: operationType, name } = plan.operation;
  for (const denied of reads.denied()) {
    environment.onDenied(origin, { operationType, operationName: name?.value, ...denied });
  }
  return { body: encodeResult(result, requestId, onInternalError), executed: true, status: 200 };
}

/** One synchronous execution. For a subscription, `rootValue` holds the payload. */
export function executePlan(
  { schema }: Environment,
  { document, operation }: Plan,
  variableValues: Variables,
  contextValue: object,
  rootValue?: object,
): ExecutionResult {
  const operationName = operation.name?.value;
  const result = execute({
    schema,
    document,
    variableValues,
    contextValue,
    rootValue,
    operationName: operationName ?? null,
  });
  if (isPromise(result))
    throw new Error("A resolver returned a promise: reads are synchronous, misses are for the rest");
  return result;
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as Promise<T>).then === "function";
}
