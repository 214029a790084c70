import { isOver, type OperationManifest, type OperationStatus, type StepStatus } from "./operation.manifest.ts";
import type { PlannedStep, StepResult } from "./operation-type.ts";

export type Decision =
  | { readonly do: "nothing" }
  /** To be written before anything else: what is going to be done is known before it is. */
  | { readonly do: "write"; readonly status: OperationStatus }
  | { readonly do: "run"; readonly index: number };

interface Circumstances {
  readonly plan: readonly PlannedStep[];
  /** The replica that asks. */
  readonly runner: string;
  /** In ISO 8601. */
  readonly at: string;
}

const nothing: Decision = { do: "nothing" };

/** What is to be done next about an operation whose seal is good. */
export function decide({ spec, status = {} }: OperationManifest, { plan, runner, at }: Circumstances): Decision {
  if (isOver(status) || !spec) return nothing;
  if (spec.cancelRequested) return write(cancelled(status, at));
  const { steps } = status;
  if (!steps) return write({ ...status, phase: "RUNNING", runner, startedAt: at, steps: plan.map(pending) });
  if (steps.length !== plan.length) return write(mismatched(status, at));
  const index = steps.findIndex(({ state }) => state !== "SUCCEEDED");
  const step = steps[index];
  const planned = plan[index];
  if (!step || !planned) return write({ ...running(status, runner), phase: "SUCCEEDED", finishedAt: at });
  const isHeld = planned.isHeld && step.state === "PENDING" && index >= (spec.releasedSteps ?? 1);
  const reason = spec.paused ? "PauseRequested" : isHeld ? "StepHeld" : null;
  if (reason) {
    if (status.phase === "PAUSED" && status.reason === reason) return nothing;
    return write({ ...running(status, runner), phase: "PAUSED", reason });
  }
  if (status.phase === "RUNNING" && status.runner === runner && step.state === "RUNNING") return { do: "run", index };
  const begun: StepStatus = {
    ...step,
    state: "RUNNING",
    startedAt: step.startedAt ?? at,
    attempts: step.state === "RUNNING" && status.runner === runner ? step.attempts : step.attempts + 1,
  };
  return write({ ...running(status, runner), steps: steps.with(index, begun) });
}

/** The status after a step was run, or the same object where nothing is new. */
export function afterStep(status: OperationStatus, index: number, result: StepResult, at: string): OperationStatus {
  const { steps = [] } = status;
  const before = steps[index];
  if (!before) return status;
  const { outcome, message, progress, memo, code } = result;
  const step: StepStatus = {
    ...without(before, "message"),
    ...(outcome === "done" && { state: "SUCCEEDED" as const, finishedAt: at }),
    ...(outcome === "failed" && { state: "FAILED" as const, finishedAt: at }),
    ...(message !== undefined && { message }),
    ...(progress && { progress }),
    ...(memo && { memo }),
  };
  if (JSON.stringify(step) === JSON.stringify(before)) return status;
  const next = { ...status, steps: steps.with(index, step) };
  if (outcome !== "failed") return next;
  return {
    ...next,
    phase: "FAILED",
    reason: code ?? "StepFailed",
    finishedAt: at,
    ...(message !== undefined && { message }),
  };
}

/** Nobody has sealed it, or what was sealed was changed. */
export function untrusted(status: OperationStatus | undefined, at: string): OperationStatus {
  const message = "It was not begun through the gateway, or was changed since: who began it is not known.";
  return { ...status, phase: "FAILED", reason: "UNAUTHENTICATED", message, finishedAt: at };
}

/** By another version of the gateway, or by a hand in the status: what is done cannot be told from what is not. */
function mismatched(status: OperationStatus, at: string): OperationStatus {
  const message = "Its steps are not those that this version of the gateway plans.";
  return { ...status, phase: "FAILED", reason: "INVALID", message, finishedAt: at };
}

export function progressOf({ steps = [] }: OperationStatus): { readonly done: number; readonly total: number } {
  return { done: steps.filter(({ state }) => state === "SUCCEEDED").length, total: steps.length };
}

export function pending({ name }: PlannedStep): StepStatus {
  return { name, state: "PENDING", attempts: 0 };
}

function cancelled(status: OperationStatus, at: string): OperationStatus {
  const steps = (status.steps ?? []).map((step): StepStatus => {
    return step.state === "PENDING" || step.state === "RUNNING"
      ? { ...step, state: "CANCELLED", finishedAt: at }
      : step;
  });
  return { ...without(status, "reason", "message"), phase: "CANCELLED", finishedAt: at, steps };
}

function running(status: OperationStatus, runner: string): OperationStatus {
  return { ...without(status, "reason", "message"), phase: "RUNNING", runner };
}

function write(status: OperationStatus): Decision {
  return { do: "write", status };
}

function without<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> {
  const rest = { ...value };
  for (const name of names) delete rest[name];
  return rest;
}
