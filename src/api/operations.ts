import type { ExecutionResult } from "graphql";
import { Misses, type ReadSet } from "../state/index.ts";
import type { Answer, Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { interpret } from "./execution/interpret.ts";
import { type Execution, Leases, type Passed, passes } from "./passes.ts";
import type { Plan } from "./plan.ts";
import { encodeResult, formatErrors, refusal } from "./response.ts";
import type { Reply, RequestOrigin } from "./transport.ts";

export type Variables = Record<string, unknown>;

/** What a request asks for, once it is admitted. */
export interface Operation {
  readonly plan: Plan;
  readonly variables: Variables;
  /** Equal for operations that result in the same for callers who are shown the same. */
  readonly key: string;
}

export function operationOf({ generation }: Environment, plan: Plan, variables: Variables): Operation {
  return { plan, variables, key: `${generation} ${textOf(variables)} ${plan.key}` };
}

/** Equal texts are equal variables. */
function textOf(variables: Variables): string {
  const text = JSON.stringify(variables);
  // JSON has numbers that are too large to be one (1e999), and writes them as null.
  return text.includes("null") ? JSON.stringify(variables, namingTheInfinite) : text;
}

function namingTheInfinite(_name: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? { [INFINITE]: String(value) } : value;
}

/** A member that no input type has. */
const INFINITE = "\0infinite";

/** Runs a query or a mutation to its reply, unless it is known already what would come of it. */
export async function runOperation(
  environment: Environment,
  answers: Answers,
  operation: Operation,
  origin: RequestOrigin,
): Promise<Reply> {
  const { caller, requestId, transport, signal } = origin;
  const { onInternalError } = environment;
  using scope = new DisposableStack();
  const leases = scope.use(new Leases());
  const misses = new Misses(environment.clusterDeadlineMs, signal);
  const outcome = await resultOf(environment, answers, operation, { caller, requestId, transport, misses, leases });
  if ("body" in outcome) return replyOf(environment, operation, outcome, origin);
  const { result, reads } = outcome;
  // Variables that do not fit are found before any field is resolved: the request as such was bad.
  if (result.data === undefined) return refusal(formatErrors(result.errors ?? [], requestId, onInternalError));
  const body = encodeResult(result, requestId, onInternalError);
  // Errors name their request.
  const isVersioned = isQuery(operation) && !result.errors && reads.forbidden.length === 0;
  const answer: Answer = { body, reads, leases };
  if (isVersioned && answers.keep(operation.key, answer)) scope.move();
  return { ...replyOf(environment, operation, answer, origin), versioned: isVersioned };
}

/** Executes an operation, unless it is a query of which somebody has found out the same already. */
export function resultOf(
  environment: Environment,
  answers: Answers,
  operation: Operation,
  execution: Execution,
): Promise<Passed<ExecutionResult> | Answer> {
  const { plan, variables, key } = operation;
  return passes(
    environment,
    execution,
    (contextValue) => executePlan(environment, plan, variables, contextValue),
    () => (isQuery(operation) ? answers.find(key, execution.caller) : undefined),
  );
}

function isQuery({ plan }: Operation): boolean {
  return plan.operation.operation === "query";
}

/** An answer as the reply to one request: each of them looked for what is not shown. */
export function replyOf(
  environment: Environment,
  operation: Operation,
  { body, reads }: Pick<Answer, "body" | "reads">,
  origin: RequestOrigin,
): Reply {
  tellDenied(environment, operation, reads, origin);
  return { body, executed: true, status: 200, versioned: true, operation: operation.plan.operation.operation };
}

export function tellDenied(
  { onDenied }: Environment,
  { plan }: Operation,
  reads: ReadSet,
  origin: RequestOrigin,
): void {
  const { operation: operationType, name } = plan.operation;
  for (const denied of reads.denied()) onDenied(origin, { operationType, operationName: name?.value, ...denied });
}

/** One synchronous execution. For a subscription, `root` holds the payload. */
export function executePlan(
  { schema, executor }: Environment,
  { document, operation, executable }: Plan,
  variables: Variables,
  context: object,
  root?: object,
): ExecutionResult {
  const given = { variables, context, root };
  return executor === "compiled" ? executable.run(given) : interpret(schema, document, operation, given);
}
