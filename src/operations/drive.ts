import { FairwayError, toFairwayError } from "../errors/index.ts";
import { canonical } from "./canonical.ts";
import { afterStep, decide, untrusted } from "./decide.ts";
import { isOver, type OperationManifest, type OperationOrder, type OperationStatus } from "./operation.manifest.ts";
import type { OperationSeal } from "./operation-seal.ts";
import { orderOf } from "./operation-seal.ts";
import type { OperationType, PlannedStep, StepAccess, StepResult } from "./operation-type.ts";

export interface DriveOptions {
  readonly types: ReadonlyMap<string, OperationType>;
  readonly runner: string;
  readonly seal: () => Promise<OperationSeal>;
  /** The object as it is in the home cluster now; null when it is gone. */
  readonly read: (name: string) => Promise<OperationManifest | null>;
  /** Good for the version that was read alone, else a CONFLICT. */
  readonly write: (operation: OperationManifest, status: OperationStatus) => Promise<OperationManifest>;
  readonly accessOf: (
    operation: OperationManifest,
    step: number,
    mayAct: () => void,
    signal: AbortSignal,
  ) => StepAccess;
  /** Throws when this replica does not lead any more. */
  readonly mayAct: () => void;
  readonly onDefect: (name: string, error: unknown) => void;
  readonly now: () => number;
}

/** What a round has come to: whether there is more to do at once, after a while, or only when the object changes. */
export type Round = "again" | "wait" | "rest" | "over";

/** How long an operation may lie about without a seal, which is written right after it was created. In milliseconds. */
const unsealedMs = 60_000;

/** How often what was done is written down against those who change what they want. */
const mostWrites = 5;

/**
 * Brings one operation forward by one thing: one write of its status, or one run of a step with the write of what came of it. It
 * remembers nothing from one round to the next, so that any replica can do any of them.
 */
export async function driveOnce(options: DriveOptions, name: string, signal: AbortSignal): Promise<Round> {
  const { types, runner, seal, read, write, mayAct, now } = options;
  const operation = await read(name);
  if (!operation || operation.metadata.deletionTimestamp || isOver(operation.status) || !operation.spec) return "over";
  const at = new Date(now()).toISOString();
  if (!(await seal()).isGood(operation)) {
    const age = now() - Date.parse(operation.metadata.creationTimestamp ?? at);
    if (operation.status?.seal === undefined && age < unsealedMs) return "wait";
    mayAct();
    await write(operation, untrusted(operation.status, at));
    return "over";
  }
  const order = orderOf(operation.spec);
  const type = types.get(order.type);
  const plan = planOf(type, order);
  if (!type || plan instanceof FairwayError) {
    const { code, message } = plan instanceof FairwayError ? plan : unknownType(order.type);
    mayAct();
    await write(operation, { ...operation.status, phase: "FAILED", reason: code, message, finishedAt: at });
    return "over";
  }
  const decision = decide(operation, { plan, runner, at });
  if (decision.do === "nothing") return "rest";
  mayAct();
  if (decision.do === "write") {
    await write(operation, decision.status);
    return isOver(decision.status) ? "over" : "again";
  }
  const status = operation.status as OperationStatus;
  const { index } = decision;
  const memos = (status.steps ?? []).map(({ memo }) => memo);
  const access = options.accessOf(operation, index, mayAct, signal);
  const result = await runStep(
    () => type.run({ order, index, memos }, access, signal),
    (error) => {
      signal.throwIfAborted();
      mayAct();
      options.onDefect(name, error);
    },
  );
  const next = afterStep(status, index, result, new Date(now()).toISOString());
  mayAct();
  if (next !== status) await writeDone(options, { operation, status, next });
  if (isOver(next)) return "over";
  return result.outcome === "waiting" ? "wait" : "again";
}

/**
 * Whoever cancels, or pauses, while a step runs changes the object under the one who runs it. What was done is written down all the same, and before
 * that is heeded: nobody could take back what is not known. Another's status is left as it is, as another replica has gone on by then.
 */
async function writeDone(
  { read, write, mayAct }: DriveOptions,
  { operation, status, next }: { operation: OperationManifest; status: OperationStatus; next: OperationStatus },
): Promise<void> {
  for (let current = operation, attempt = 1; ; attempt += 1) {
    try {
      await write(current, next);
      return;
    } catch (error) {
      if (toFairwayError(error).code !== "CONFLICT" || attempt === mostWrites) throw error;
      const { metadata } = operation;
      const found = await read(metadata.name);
      if (found?.metadata.uid !== metadata.uid || canonical(found.status) !== canonical(status)) throw error;
      current = found;
      mayAct();
    }
  }
}

async function runStep(run: () => Promise<StepResult>, onDefect: (error: unknown) => void): Promise<StepResult> {
  try {
    return await run();
  } catch (error) {
    const { code, message, retryable } = toFairwayError(error);
    if (code === "INTERNAL") onDefect(error);
    return { outcome: retryable ? "waiting" : "failed", code, message };
  }
}

function planOf(type: OperationType | undefined, order: OperationOrder): readonly PlannedStep[] | FairwayError {
  try {
    return type?.plan(order) ?? [];
  } catch (error) {
    return toFairwayError(error);
  }
}

/** A replica of a newer version may know it; whoever leads must be one of those. */
function unknownType(type: string): FairwayError {
  return new FairwayError(
    "INVALID",
    `This version of the gateway knows no operations of type ${JSON.stringify(type)}.`,
  );
}
