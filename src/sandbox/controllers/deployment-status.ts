import { isDeepStrictEqual } from "node:util";
import { compact } from "../storage/object.ts";
import { type Condition, type Deployment, type ReplicaSet, withCondition } from "./types.ts";

type Status = NonNullable<Deployment["status"]>;

/** What a deployment reports, given its newest set and all of them. Counts of zero are left out, as the API does. */
export function statusOf(
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
  now: string,
): Status {
  const { spec, metadata, status: before } = deployment;
  const sum = (field: "replicas" | "readyReplicas" | "availableReplicas") =>
    sets.reduce((total, { status }) => total + (status?.[field] ?? 0), 0);
  const available = sum("availableReplicas");
  const counts = compact({
    replicas: sum("replicas") || undefined,
    updatedReplicas: newest?.status?.replicas || undefined,
    readyReplicas: sum("readyReplicas") || undefined,
    availableReplicas: available || undefined,
    unavailableReplicas: Math.max(0, spec.replicas - available) || undefined,
  });
  const { conditions: _, observedGeneration: _seen, collisionCount, ...heldCounts } = before ?? {};
  // Not ours to count: templates never collide here.
  const kept = collisionCount === undefined ? {} : { collisionCount };
  const draft: Status = { ...counts, ...kept, observedGeneration: metadata.generation ?? 1 };
  const moved = !isDeepStrictEqual(heldCounts, counts);
  const floor = spec.replicas - toleratedLoss(spec);
  const condition = (type: string, status: Condition["status"], reason: string, message: string): Condition => {
    const held = before?.conditions?.find((each) => each.type === type);
    const same = held?.status === status && held.reason === reason && held.message === message;
    // Progress is dated by its last sign: without one for too long, the rollout is said to hang.
    const lastUpdateTime = same && !(type === "Progressing" && moved) ? (held.lastUpdateTime ?? now) : now;
    return { type, status, lastUpdateTime, lastTransitionTime: now, reason, message };
  };
  const isAvailable = available >= floor;
  const availability = isAvailable
    ? condition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
    : condition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
  const conditions = withCondition(before?.conditions, availability);
  const progress = progressing(deployment, newest, draft, Date.parse(now), moved);
  return { ...draft, conditions: withCondition(conditions, condition("Progressing", ...progress)) };
}

/** How a rollout stands: done, or how long it may still take before it is said to hang. */
export function progressOf({ spec, status }: Deployment, now: number): { readonly deadlineInMs: number | undefined } {
  const progress = status?.conditions?.find(({ type }) => type === "Progressing");
  if (progress?.status !== "True" || progress.reason === "NewReplicaSetAvailable") {
    return { deadlineInMs: undefined };
  }
  const since = Date.parse(progress.lastUpdateTime ?? progress.lastTransitionTime);
  return { deadlineInMs: since + (spec.progressDeadlineSeconds ?? 600) * 1_000 - now };
}

function progressing(
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  draft: Status,
  now: number,
  moved: boolean,
): [Condition["status"], string, string] {
  const { spec, status } = deployment;
  if (!newest) return ["Unknown", "DeploymentPaused", "Deployment is paused"];
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = draft as Record<string, number>;
  const set = `ReplicaSet "${newest.metadata.name}"`;
  const done = updatedReplicas === spec.replicas && replicas === spec.replicas && availableReplicas >= spec.replicas;
  if (done) return ["True", "NewReplicaSetAvailable", `${set} has successfully progressed.`];
  const held = status?.conditions?.find(({ type }) => type === "Progressing");
  const sameSet = held?.message?.startsWith(set) ?? false;
  const { deadlineInMs } = progressOf(deployment, now);
  const late = deadlineInMs !== undefined && deadlineInMs <= 0;
  const hangs = sameSet && !moved && (late || held?.reason === "ProgressDeadlineExceeded");
  if (hangs) return ["False", "ProgressDeadlineExceeded", `${set} has timed out progressing.`];
  return ["True", "ReplicaSetUpdated", `${set} is progressing.`];
}

function toleratedLoss({ strategy, replicas }: Deployment["spec"]): number {
  if (strategy?.type === "Recreate") return 0;
  const value = strategy?.rollingUpdate?.maxUnavailable ?? "25%";
  return typeof value === "number" ? value : Math.floor((Number.parseFloat(value) * replicas) / 100);
}
