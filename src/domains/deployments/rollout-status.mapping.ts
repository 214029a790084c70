import type { Manifest } from "../context.ts";
import type { DaemonSetManifest } from "./daemon-set.manifest.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import type { StatefulSetManifest } from "./stateful-set.manifest.ts";

/** How a rollout stands, as `kubectl rollout status` says it. */
export interface RolloutState {
  readonly text: string;
  /** Nothing is left to wait for. */
  readonly done: boolean;
  /** It does not come to an end by itself, or cannot be followed: kubectl ends with an error. */
  readonly failed: boolean;
}

const going = (text: string): RolloutState => ({ text, done: false, failed: false });
const done = (text: string): RolloutState => ({ text, done: true, failed: false });

/** kubectl's word for it, which names the strategy of both kinds so. */
const notFollowed: RolloutState = {
  text: "rollout status is only available for RollingUpdate strategy type",
  done: true,
  failed: true,
};

// Before its controller has looked at the newest spec, a status tells of an older one.
function isUnobserved({ metadata }: Manifest, observedGeneration = 0): boolean {
  return (metadata.generation ?? 0) > observedGeneration;
}

export function deploymentRollout(deployment: DeploymentManifest): RolloutState {
  const { metadata, spec, status } = deployment;
  const name = JSON.stringify(metadata.name);
  if (isUnobserved(deployment, status?.observedGeneration)) {
    return going("Waiting for deployment spec update to be observed...");
  }
  const progressing = status?.conditions?.find(({ type }) => type === "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded") {
    return { text: `deployment ${name} exceeded its progress deadline`, done: false, failed: true };
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const waiting = `Waiting for deployment ${name} rollout to finish:`;
  if (spec?.replicas !== undefined && updatedReplicas < spec.replicas) {
    return going(`${waiting} ${updatedReplicas} out of ${spec.replicas} new replicas have been updated...`);
  }
  if (replicas > updatedReplicas) {
    return going(`${waiting} ${replicas - updatedReplicas} old replicas are pending termination...`);
  }
  if (availableReplicas < updatedReplicas) {
    return going(`${waiting} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  }
  return done(`deployment ${name} successfully rolled out`);
}

export function daemonSetRollout(daemonSet: DaemonSetManifest): RolloutState {
  const { metadata, spec, status } = daemonSet;
  if (spec?.updateStrategy?.type !== "RollingUpdate") return notFollowed;
  if (isUnobserved(daemonSet, status?.observedGeneration)) {
    return going("Waiting for daemon set spec update to be observed...");
  }
  const name = JSON.stringify(metadata.name);
  const waiting = `Waiting for daemon set ${name} rollout to finish:`;
  const { desiredNumberScheduled: wanted = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  if (updatedNumberScheduled < wanted) {
    return going(`${waiting} ${updatedNumberScheduled} out of ${wanted} new pods have been updated...`);
  }
  if (numberAvailable < wanted) {
    return going(`${waiting} ${numberAvailable} of ${wanted} updated pods are available...`);
  }
  return done(`daemon set ${name} successfully rolled out`);
}

export function statefulSetRollout(statefulSet: StatefulSetManifest): RolloutState {
  const { spec, status } = statefulSet;
  const { updateStrategy, replicas } = spec ?? {};
  if (updateStrategy?.type !== "RollingUpdate") return notFollowed;
  if (!status?.observedGeneration || isUnobserved(statefulSet, status.observedGeneration)) {
    return going("Waiting for statefulset spec update to be observed...");
  }
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status;
  if (replicas !== undefined && readyReplicas < replicas) {
    return going(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  }
  if (updateStrategy.rollingUpdate) {
    const { partition } = updateStrategy.rollingUpdate;
    const wanted = replicas === undefined || partition === undefined ? 0 : replicas - partition;
    if (updatedReplicas < wanted) {
      return going(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
      );
    }
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  const { updateRevision = "", currentRevision = "" } = status;
  return updateRevision === currentRevision
    ? done(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`)
    : going(
        `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
      );
}
