import { placeEdges } from "../clusters/index.ts";
import { deployments } from "./deployment.kind.ts";
import { deploymentMutations } from "./deployment.mutations.ts";
import { DeploymentResolver } from "./deployment.resolver.ts";
import { DeploymentLogsResolver, LogResolver, PodLogsResolver, ReplicaSetLogsResolver } from "./log.resolver.ts";
import { pods, podsByNode } from "./pod.kind.ts";
import { podMutations } from "./pod.mutations.ts";
import { replicaSets } from "./replica-set.kind.ts";
import { ReplicaSetResolver } from "./replica-set.resolver.ts";
import { rolloutWavesMutations } from "./rollout-waves.mutations.ts";
import { rolloutWaves } from "./rollout-waves.operation.ts";

export { Condition } from "./condition.type.ts";
export { ContainerPhase } from "./container.type.ts";
export { deployments } from "./deployment.kind.ts";
export type { DeploymentManifest } from "./deployment.manifest.ts";
export { DEPLOYMENTS, Deployment } from "./deployment.type.ts";
export { pods } from "./pod.kind.ts";
export type { ConditionManifest, PodManifest } from "./pod.manifest.ts";
export { PODS, Pod } from "./pod.type.ts";
export { ReplicaSet } from "./replica-set.type.ts";

export const deploymentOperations = [rolloutWaves];
export const deploymentResolvers = [
  pods.Resolver,
  deployments.Resolver,
  replicaSets.Resolver,
  DeploymentResolver,
  ReplicaSetResolver,
  LogResolver,
  PodLogsResolver,
  DeploymentLogsResolver,
  ReplicaSetLogsResolver,
  ...podMutations,
  ...deploymentMutations,
  ...rolloutWavesMutations,
  ...placeEdges(pods),
  ...placeEdges(deployments),
];
export const deploymentIndexes = [podsByNode];
