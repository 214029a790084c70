import type { ConditionManifest } from "../resources/index.ts";
import type { RunStatusManifest } from "./run.manifest.ts";

export const RunPhase = {
  PENDING: "PENDING",
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
} as const;
export type RunPhase = (typeof RunPhase)[keyof typeof RunPhase];

/** Tekton's words for runs that somebody ended, of both kinds. Some stand while the run is still ending. */
const cancelled = /^(PipelineRun|TaskRun)?(Cancelled|Stopped)/;
const pending = new Set(["PipelineRunPending", "Pending"]);

/** The one condition that tells how a run stands. */
export function outcomeOf(status: RunStatusManifest | undefined): ConditionManifest | undefined {
  return status?.conditions?.find(({ type }) => type === "Succeeded");
}

/** Where a run is in its life, from the condition `Succeeded`; before its controller has seen it, it is pending. */
export function runPhaseOf(status: RunStatusManifest | undefined): RunPhase {
  const outcome = outcomeOf(status);
  const { status: holds, reason = "" } = outcome ?? {};
  if (holds === "True") return RunPhase.SUCCEEDED;
  if (holds === "False") return cancelled.test(reason) ? RunPhase.CANCELLED : RunPhase.FAILED;
  return outcome === undefined || pending.has(reason) ? RunPhase.PENDING : RunPhase.RUNNING;
}
