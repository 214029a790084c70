import type { WorkloadManifest } from "./workload.manifest.ts";

export const ApplicationHealth = {
  HEALTHY: "HEALTHY",
  PROGRESSING: "PROGRESSING",
  DEGRADED: "DEGRADED",
  SUSPENDED: "SUSPENDED",
  UNKNOWN: "UNKNOWN",
} as const;
export type ApplicationHealth = (typeof ApplicationHealth)[keyof typeof ApplicationHealth];

export interface WorkloadHealth {
  readonly health: ApplicationHealth;
  /** In one word; null where it is healthy. */
  readonly reason: string | null;
  /** In a sentence. */
  readonly message: string | null;
  /** Pods wanted and ready; null for kinds that do not keep a number of them. */
  readonly desired: number | null;
  readonly ready: number | null;
}

type Verdict = Pick<WorkloadHealth, "health" | "reason" | "message">;

const healthy: Verdict = { health: "HEALTHY", reason: null, message: null };
const verdict = (health: ApplicationHealth, reason: string, message: string): Verdict => ({ health, reason, message });

/** How a workload is, by its own status alone: whatever its kind. */
export function workloadHealthOf(object: WorkloadManifest): WorkloadHealth {
  const counts = countsOf(object);
  return { ...judge(object, counts.desired ?? 0, counts.ready ?? 0), ...counts };
}

/** How they are together: what is worst counts; what rests only where nothing else is there. */
export function healthOfAll(healths: readonly ApplicationHealth[]): ApplicationHealth {
  if (healths.length === 0) return "UNKNOWN";
  for (const health of ["DEGRADED", "PROGRESSING", "UNKNOWN"] as const) if (healths.includes(health)) return health;
  return healths.includes("HEALTHY") ? "HEALTHY" : "SUSPENDED";
}

function countsOf({ kind, spec, status }: WorkloadManifest): Pick<WorkloadHealth, "desired" | "ready"> {
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
      return { desired: spec?.replicas ?? 1, ready: status?.readyReplicas ?? 0 };
    case "DaemonSet":
      return { desired: status?.desiredNumberScheduled ?? 0, ready: status?.numberReady ?? 0 };
    default:
      return { desired: null, ready: null };
  }
}

function judge(object: WorkloadManifest, desired: number, ready: number): Verdict {
  const { kind, metadata } = object;
  if (metadata.deletionTimestamp) return verdict("PROGRESSING", "Deleting", "It is being deleted.");
  switch (kind) {
    case "Deployment":
      return unobserved(object) ?? deploymentHealth(object, desired);
    case "StatefulSet":
      return unobserved(object) ?? statefulSetHealth(object, desired, ready);
    case "DaemonSet":
      return unobserved(object) ?? daemonSetHealth(object, desired);
    case "Job":
      return jobHealth(object);
    case "CronJob":
      return object.spec?.suspend ? verdict("SUSPENDED", "Suspended", "It starts no jobs.") : healthy;
    default:
      return verdict("UNKNOWN", "UnknownKind", `Nothing is known of the health of a ${kind}.`);
  }
}

/** What its status says is of an older spec. */
function unobserved({ metadata, status }: WorkloadManifest): Verdict | null {
  const generation = (metadata as { readonly generation?: number }).generation ?? 0;
  if ((status?.observedGeneration ?? 0) >= generation) return null;
  return verdict("PROGRESSING", "NotObserved", "Its controller has not seen the newest change yet.");
}

function deploymentHealth({ spec, status }: WorkloadManifest, desired: number): Verdict {
  const condition = (type: string) => status?.conditions?.find((each) => each.type === type);
  const failure = condition("ReplicaFailure");
  if (failure?.status === "True") {
    return verdict("DEGRADED", failure.reason || "ReplicaFailure", failure.message || "Its pods cannot be made.");
  }
  const progress = condition("Progressing");
  if (progress?.status === "False") {
    return verdict(
      "DEGRADED",
      progress.reason || "ProgressDeadlineExceeded",
      progress.message || "It does not progress.",
    );
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const isRolledOut = updatedReplicas >= desired && replicas <= updatedReplicas;
  if (spec?.paused && !isRolledOut) return verdict("SUSPENDED", "Paused", "Its rollout is paused.");
  if (!isRolledOut) {
    return verdict("PROGRESSING", "RollingOut", `${updatedReplicas} of ${desired} pods are of the newest template.`);
  }
  if (desired === 0) return verdict("SUSPENDED", "ScaledToZero", "It is to have no pods.");
  if (availableReplicas >= desired) return healthy;
  const message = `${availableReplicas} of ${desired} pods are available.`;
  // Once a rollout was complete, what is missing is lost; before, it is on its way.
  const wasComplete = progress?.reason === "NewReplicaSetAvailable";
  return wasComplete ? verdict("DEGRADED", "Unavailable", message) : verdict("PROGRESSING", "RollingOut", message);
}

/** How many pods its controller gives the newest template by itself: those below a partition, and those that somebody has to delete, keep theirs. */
function renewed({ spec }: WorkloadManifest, desired: number): number {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  return type === "OnDelete" ? 0 : desired - (rollingUpdate?.partition ?? 0);
}

function statefulSetHealth(object: WorkloadManifest, desired: number, ready: number): Verdict {
  const { status } = object;
  const wanted = renewed(object, desired);
  const { replicas = 0, updatedReplicas = 0, currentRevision, updateRevision } = status ?? {};
  if (desired === 0 && replicas === 0) return verdict("SUSPENDED", "ScaledToZero", "It is to have no pods.");
  if (replicas !== desired) return verdict("PROGRESSING", "Scaling", `${replicas} of ${desired} pods are there.`);
  if (currentRevision !== updateRevision && updatedReplicas < wanted) {
    return verdict("PROGRESSING", "RollingOut", `${updatedReplicas} of ${wanted} pods are of the newest template.`);
  }
  return ready >= desired ? healthy : verdict("DEGRADED", "NotReady", `${ready} of ${desired} pods are ready.`);
}

function daemonSetHealth(object: WorkloadManifest, desired: number): Verdict {
  const { status } = object;
  const { updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  if (updatedNumberScheduled < renewed(object, desired)) {
    return verdict(
      "PROGRESSING",
      "RollingOut",
      `${updatedNumberScheduled} of ${desired} pods are of the newest template.`,
    );
  }
  if (numberAvailable >= desired) return healthy;
  return verdict("DEGRADED", "Unavailable", `${numberAvailable} of ${desired} pods are available.`);
}

function jobHealth({ spec, status }: WorkloadManifest): Verdict {
  const holds = (type: string) => status?.conditions?.find((each) => each.type === type && each.status === "True");
  const failed = holds("Failed");
  if (failed) return verdict("DEGRADED", failed.reason || "Failed", failed.message || "It has failed.");
  if (holds("Complete")) return healthy;
  if (spec?.suspend) return verdict("SUSPENDED", "Suspended", "It runs no pods.");
  return verdict("PROGRESSING", "Running", "It has not ended yet.");
}
