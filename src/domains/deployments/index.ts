import { placeEdges } from "../clusters/index.ts";
import { controllerRevisions } from "./controller-revision.kind.ts";
import { cronJobs } from "./cron-job.kind.ts";
import { daemonSets } from "./daemon-set.kind.ts";
import { deployments } from "./deployment.kind.ts";
import { deploymentMutations } from "./deployment.mutations.ts";
import { DeploymentResolver } from "./deployment.resolver.ts";
import { DeploymentOperationsResolver } from "./deployment-operations.resolver.ts";
import { PodExecResolver } from "./exec.resolver.ts";
import { autoscalersByTarget, horizontalPodAutoscalers } from "./horizontal-pod-autoscaler.kind.ts";
import { jobs } from "./job.kind.ts";
import { LogResolver, PodLogsResolver, WorkloadLogsResolver } from "./log.resolver.ts";
import {
  ClusterWorkloadsResolver,
  CronJobResolver,
  HorizontalPodAutoscalerResolver,
  JobResolver,
  NamespaceWorkloadsResolver,
  PodDisruptionBudgetResolver,
  PodResolver,
} from "./neighbours.resolver.ts";
import { ClusterRequestedResolver, NodePodsResolver, PodNodeResolver } from "./node-pods.resolver.ts";
import { pods, podsByNode } from "./pod.kind.ts";
import { podMutations } from "./pod.mutations.ts";
import { podDisruptionBudgets } from "./pod-disruption-budget.kind.ts";
import { podsByPriorityClass, priorityClasses } from "./priority-class.kind.ts";
import { PodPriorityClassResolver, PriorityClassResolver } from "./priority-class.resolver.ts";
import { replicaSets } from "./replica-set.kind.ts";
import { ReplicaSetResolver } from "./replica-set.resolver.ts";
import { revisionResolvers } from "./revision.resolver.ts";
import { rolloutWavesMutations } from "./rollout-waves.mutations.ts";
import { rolloutWaves } from "./rollout-waves.operation.ts";
import { statefulSets } from "./stateful-set.kind.ts";
import { WorkloadResolver } from "./workload.resolver.ts";

export {
  ArtifactCarrier,
  COMPOSITION,
  type ComposedOf,
  composedOf,
  copyCommand,
  FILLED,
} from "./composition.mapping.ts";
export { Composition } from "./composition.type.ts";
export { ContainerPhase } from "./container.type.ts";
export { ContainerInput } from "./create.input.ts";
export { containerFaults, containerOf } from "./create.service.ts";
export { cronJobs } from "./cron-job.kind.ts";
export { CronJob } from "./cron-job.type.ts";
export { daemonSets } from "./daemon-set.kind.ts";
export { DaemonSet } from "./daemon-set.type.ts";
export { deployments } from "./deployment.kind.ts";
export type { DeploymentManifest } from "./deployment.manifest.ts";
export { DEPLOYMENTS, Deployment } from "./deployment.type.ts";
export { jobs } from "./job.kind.ts";
export type { JobManifest } from "./job.manifest.ts";
export { hasEnded } from "./job.mapping.ts";
export { JOBS, Job } from "./job.type.ts";
export { pods } from "./pod.kind.ts";
export type { PodManifest } from "./pod.manifest.ts";
export { PODS, Pod } from "./pod.type.ts";
export type { LabelSelectorManifest } from "./pod-template.manifest.ts";
export { REPLICA_SETS, ReplicaSet } from "./replica-set.type.ts";
export { WavesInput } from "./rollout-waves.input.ts";
export type { TemplateImages, WaveAction } from "./rollout-waves.mapping.ts";
export {
  beginRolloutWaves,
  rolledDeployments,
  rolloutWavesFaults,
  rolloutWavesOrder,
} from "./rollout-waves.service.ts";
export { selectorTest, selectorText } from "./selector.mapping.ts";
export { statefulSets } from "./stateful-set.kind.ts";
export { StatefulSet } from "./stateful-set.type.ts";
export { POD_METRICS } from "./usage.service.ts";
export { downToPods, isWorkload, listWorkloads, podOwnersOf, workloadOf } from "./workload.service.ts";
export { Workload } from "./workload.type.ts";
export { WorkloadArgs, WorkloadConnection } from "./workload-args.ts";
export { workloadKinds } from "./workload-kinds.ts";

const otherKinds = [
  statefulSets,
  daemonSets,
  jobs,
  cronJobs,
  horizontalPodAutoscalers,
  podDisruptionBudgets,
  controllerRevisions,
  priorityClasses,
] as const;

export const deploymentOperations = [rolloutWaves];
export const deploymentResolvers = [
  pods.Resolver,
  deployments.Resolver,
  replicaSets.Resolver,
  ...otherKinds.map((kind) => kind.Resolver),
  WorkloadResolver,
  ...revisionResolvers,
  DeploymentResolver,
  DeploymentOperationsResolver,
  ReplicaSetResolver,
  PodResolver,
  CronJobResolver,
  JobResolver,
  HorizontalPodAutoscalerResolver,
  PodDisruptionBudgetResolver,
  PriorityClassResolver,
  PodPriorityClassResolver,
  ClusterWorkloadsResolver,
  NamespaceWorkloadsResolver,
  NodePodsResolver,
  ClusterRequestedResolver,
  PodNodeResolver,
  LogResolver,
  PodLogsResolver,
  WorkloadLogsResolver,
  PodExecResolver,
  ...podMutations,
  ...deploymentMutations,
  ...rolloutWavesMutations,
  ...placeEdges(pods),
  ...placeEdges(deployments),
  ...placeEdges(statefulSets),
  ...placeEdges(daemonSets),
  ...placeEdges(jobs),
  ...placeEdges(cronJobs),
  ...placeEdges(horizontalPodAutoscalers),
  ...placeEdges(podDisruptionBudgets),
  ...placeEdges(priorityClasses),
];
export const deploymentIndexes = [podsByPriorityClass, podsByNode, autoscalersByTarget];
