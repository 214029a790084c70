import type { Answer, Answers } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { type Operation, resultOf } from "../operations.ts";
import { type Execution, Leases } from "../passes.ts";
import { encodeResult } from "../response.ts";

/** What a query results in at this moment, known already or executed. Whoever asks becomes the owner of its leases. */
export async function answerNow(
  environment: Environment,
  answers: Answers,
  operation: Operation,
  execution: Omit<Execution, "leases">,
): Promise<Answer> {
  using scope = new DisposableStack();
  const leases = scope.use(new Leases());
  const outcome = await resultOf(environment, answers, operation, { ...execution, leases });
  if ("body" in outcome) return { ...outcome, leases: outcome.leases.again() };
  const { result, reads } = outcome;
  const body = encodeResult(result, execution.requestId, environment.onInternalError);
  if (!result.errors) {
    // Others may ask the same once.
    const kept = leases.again();
    if (!answers.keep(operation.key, { body, reads, leases: kept })) kept[Symbol.dispose]();
  }
  scope.move();
  return { body, reads, leases };
}
