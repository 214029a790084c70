import type { JobManifest } from "./job.manifest.ts";

export const JobPhase = {
  SUSPENDED: "SUSPENDED",
  PENDING: "PENDING",
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
} as const;
export type JobPhase = (typeof JobPhase)[keyof typeof JobPhase];

/** Where a job is in its life: what has ended stays so, whatever else is said of it. */
export function jobPhaseOf({ spec, status }: JobManifest): JobPhase {
  const holds = (wanted: string) =>
    status?.conditions?.some(({ type, status: value }) => type === wanted && value === "True") ?? false;
  if (holds("Complete")) return JobPhase.SUCCEEDED;
  if (holds("Failed")) return JobPhase.FAILED;
  if (spec?.suspend) return JobPhase.SUSPENDED;
  const { active = 0, succeeded = 0, failed = 0 } = status ?? {};
  // One whose pods have failed so far waits to make the next.
  return active + succeeded + failed > 0 ? JobPhase.RUNNING : JobPhase.PENDING;
}

export function hasEnded(job: JobManifest): boolean {
  const phase = jobPhaseOf(job);
  return phase === JobPhase.SUCCEEDED || phase === JobPhase.FAILED;
}

/** How many pods are to run now: no more than are still to succeed, and none of one that has ended or is suspended. */
export function wantedPodsOf(job: JobManifest): number {
  const { spec, status } = job;
  if (hasEnded(job) || spec?.suspend) return 0;
  const parallelism = spec?.parallelism ?? 1;
  if (spec?.completions === undefined) return parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - (status?.succeeded ?? 0)));
}
