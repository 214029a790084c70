import {
  Args,
  byNamespace,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { Cluster, Namespace } from "../clusters/index.ts";
import type { DomainContext } from "../context.ts";
import { DeploymentArgs } from "./deployment.input.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { listDeployments } from "./deployment.service.ts";
import { DEPLOYMENTS, type Deployment, DeploymentConnection } from "./deployment.type.ts";
import { PodArgs } from "./pod.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { listPods } from "./pod.service.ts";
import { PODS, type Pod, PodConnection } from "./pod.type.ts";

@Resolver(() => Cluster)
export class ClusterWorkloadsResolver {
  @FieldResolver(() => PodConnection, { nullable: true, description: "Its pods." })
  @Reads(PODS)
  @Costs({ scans: true, exclusive: true })
  pods(
    @Root() { name }: Cluster,
    @Ctx() ctx: DomainContext,
    @Args(() => PodArgs) args: PodArgs,
  ): Connection<PodManifest, Pod> {
    return listPods(ctx, args, { clusters: [name] });
  }

  @FieldResolver(() => DeploymentConnection, { nullable: true, description: "Its deployments." })
  @Reads(DEPLOYMENTS)
  @Costs({ scans: true, exclusive: true })
  deployments(
    @Root() { name }: Cluster,
    @Ctx() ctx: DomainContext,
    @Args(() => DeploymentArgs) args: DeploymentArgs,
  ): Connection<DeploymentManifest, Deployment> {
    return listDeployments(ctx, args, { clusters: [name] });
  }
}

@Resolver(() => Namespace)
export class NamespaceWorkloadsResolver {
  @FieldResolver(() => PodConnection, { nullable: true, description: "The pods in it." })
  @Reads(PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: Namespace,
    @Ctx() ctx: DomainContext,
    @Args(() => PodArgs) args: PodArgs,
  ): Connection<PodManifest, Pod> {
    return listPods(ctx, args, { clusters: [row.scope.cluster], match: indexed(byNamespace, [row.name]) });
  }

  @FieldResolver(() => DeploymentConnection, { nullable: true, description: "The deployments in it." })
  @Reads(DEPLOYMENTS)
  @Costs({ exclusive: true })
  deployments(
    @Root() { row }: Namespace,
    @Ctx() ctx: DomainContext,
    @Args(() => DeploymentArgs) args: DeploymentArgs,
  ): Connection<DeploymentManifest, Deployment> {
    return listDeployments(ctx, args, { clusters: [row.scope.cluster], match: indexed(byNamespace, [row.name]) });
  }
}
