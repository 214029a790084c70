import { CRON_JOBS } from "./cron-job.type.ts";
import { DAEMON_SETS } from "./daemon-set.type.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";
import { JOBS } from "./job.type.ts";
import { REPLICA_SETS } from "./replica-set.type.ts";
import { STATEFUL_SETS } from "./stateful-set.type.ts";

/** The resource of each kind of workload. */
export const WorkloadKind = {
  DEPLOYMENT: DEPLOYMENTS,
  STATEFUL_SET: STATEFUL_SETS,
  DAEMON_SET: DAEMON_SETS,
  JOB: JOBS,
  CRON_JOB: CRON_JOBS,
  REPLICA_SET: REPLICA_SETS,
} as const;
export type WorkloadKind = (typeof WorkloadKind)[keyof typeof WorkloadKind];

export const workloadKinds: readonly WorkloadKind[] = Object.values(WorkloadKind);

const byOwnerKind: Readonly<Record<string, WorkloadKind>> = {
  "apps/Deployment": DEPLOYMENTS,
  "apps/StatefulSet": STATEFUL_SETS,
  "apps/DaemonSet": DAEMON_SETS,
  "apps/ReplicaSet": REPLICA_SETS,
  "batch/Job": JOBS,
  "batch/CronJob": CRON_JOBS,
};

/** The kind of workload that a reference of an object means; undefined where it means something else. */
export function workloadKindOf(apiVersion: string | undefined, kind: string | undefined): WorkloadKind | undefined {
  const key = `${apiVersion?.slice(0, apiVersion.indexOf("/"))}/${kind}`;
  return Object.hasOwn(byOwnerKind, key) ? byOwnerKind[key] : undefined;
}
