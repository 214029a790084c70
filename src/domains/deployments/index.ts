import { DeploymentResolver } from "./deployment.resolver.ts";
import { podsByNode } from "./pod.service.ts";
import { PodResolver } from "./pod.resolver.ts";
import { ReplicaSetResolver } from "./replica-set.resolver.ts";

export const deploymentResolvers = [PodResolver, DeploymentResolver, ReplicaSetResolver];
export const deploymentIndexes = [podsByNode];
