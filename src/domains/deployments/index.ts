import { DeploymentResolver } from "./deployment.resolver.ts";
import { ClusterWorkloadsResolver, NamespaceWorkloadsResolver } from "./place.resolver.ts";
import { PodResolver } from "./pod.resolver.ts";
import { podsByNode } from "./pod.service.ts";
import { ReplicaSetResolver } from "./replica-set.resolver.ts";
import { DeploymentRestartResolver } from "./restart.resolver.ts";
import { DeploymentScaleResolver } from "./scale.resolver.ts";
import { DeploymentSetImageResolver } from "./set-image.resolver.ts";

export const deploymentResolvers = [
  PodResolver,
  DeploymentResolver,
  ReplicaSetResolver,
  DeploymentScaleResolver,
  DeploymentRestartResolver,
  DeploymentSetImageResolver,
  ClusterWorkloadsResolver,
  NamespaceWorkloadsResolver,
];
export const deploymentIndexes = [podsByNode];
