import type { Manifest } from "../context.ts";
import type { EntryChange } from "./content.mapping.ts";
import { seesChanges, type Use } from "./uses.mapping.ts";

export const RollOutcome = {
  ROLLED: "ROLLED",
  NOT_NEEDED: "NOT_NEEDED",
  NOT_POSSIBLE: "NOT_POSSIBLE",
  FAILED: "FAILED",
} as const;
export type RollOutcome = (typeof RollOutcome)[keyof typeof RollOutcome];

export interface RollPlan {
  readonly outcome: Exclude<RollOutcome, "FAILED">;
  readonly reason: string;
}

interface Pausable extends Manifest {
  readonly spec?: { readonly paused?: boolean; readonly updateStrategy?: { readonly type?: string } };
}

/** Whether a consumer must have new pods to see what changed, and whether anybody gives it some. */
export function rollPlanOf(object: Manifest, uses: readonly Use[], changes: readonly EntryChange[]): RollPlan {
  if (changes.length === 0) return { outcome: "NOT_NEEDED", reason: "Nothing has changed" };
  const changed = new Set(changes.map(({ key }) => key));
  const blind = uses.filter(
    (use) => !seesChanges(use) && (use.keys === null || use.keys.some((key) => changed.has(key))),
  );
  if (blind.length === 0) {
    return { outcome: "NOT_NEEDED", reason: "It uses none of the changed keys in a way that cannot see changes" };
  }
  const how = [...new Set(blind.map(({ kind, container }) => `${kind} in ${container}`))].join(", ");
  const { spec } = object as Pausable;
  switch (object.kind) {
    case "Deployment":
      // It would be accepted, and nothing would happen until somebody resumes the deployment.
      if (spec?.paused) return { outcome: "NOT_POSSIBLE", reason: "It is paused: resume it first" };
      return { outcome: "ROLLED", reason: how };
    case "StatefulSet":
    case "DaemonSet":
      if (spec?.updateStrategy?.type === "OnDelete") {
        return { outcome: "NOT_POSSIBLE", reason: "Its pods are replaced only when somebody deletes them (OnDelete)" };
      }
      return { outcome: "ROLLED", reason: how };
    case "CronJob":
      return { outcome: "NOT_NEEDED", reason: "Its next run has new pods" };
    default:
      return { outcome: "NOT_POSSIBLE", reason: "Nobody replaces its pods" };
  }
}
