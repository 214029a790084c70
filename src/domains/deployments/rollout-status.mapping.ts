import type { Manifest } from "../context.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";

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
