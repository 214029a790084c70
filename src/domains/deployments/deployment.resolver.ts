import {
  Arg,
  Args,
  awaitRevision,
  type Connection,
  Costs,
  Ctx,
  type Delta,
  FieldResolver,
  indexed,
  MinRevision,
  Query,
  Reads,
  Resolver,
  Root,
  Subscription,
  streamOf,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { byOwner, findObject, ObjectByInput } from "../resources/index.ts";
import { DeploymentArgs, DeploymentEventArgs } from "./deployment.input.ts";
import type { DeploymentManifest, ReplicaSetManifest } from "./deployment.manifest.ts";
import { listDeployments, streamDeployments } from "./deployment.service.ts";
import { DEPLOYMENTS, Deployment, DeploymentConnection, DeploymentDelta } from "./deployment.type.ts";
import { PodArgs } from "./pod.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { listPods } from "./pod.service.ts";
import { PODS, type Pod, PodConnection } from "./pod.type.ts";
import { ReplicaSetArgs } from "./replica-set.input.ts";
import { listReplicaSets } from "./replica-set.service.ts";
import { REPLICA_SETS, type ReplicaSet, ReplicaSetConnection } from "./replica-set.type.ts";

@Resolver(() => Deployment)
export class DeploymentResolver {
  @Query(() => DeploymentConnection, { nullable: true, description: "Deployments of all clusters." })
  @Reads(DEPLOYMENTS)
  deployments(
    @Ctx() ctx: DomainContext,
    @Args(() => DeploymentArgs) args: DeploymentArgs,
    @MinRevision() minRevision?: string | null,
  ): Connection<DeploymentManifest, Deployment> {
    awaitRevision(ctx, minRevision);
    return listDeployments(ctx, args);
  }

  @Query(() => Deployment, {
    nullable: true,
    description: "One deployment; null when it does not exist or may not be seen.",
  })
  @Reads(DEPLOYMENTS)
  deployment(
    @Ctx() ctx: DomainContext,
    @Arg("by", () => ObjectByInput, { description: "Which one." }) by: ObjectByInput,
    @MinRevision() minRevision?: string | null,
  ): Deployment | null {
    awaitRevision(ctx, minRevision);
    const row = findObject<DeploymentManifest>(ctx, DEPLOYMENTS, by);
    return row && new Deployment(row);
  }

  @FieldResolver(() => ReplicaSetConnection, {
    nullable: true,
    description: "The replica sets that it owns: one for each template it had and keeps.",
  })
  @Reads(REPLICA_SETS)
  @Costs({ exclusive: true })
  replicaSets(
    @Root() { row }: Deployment,
    @Ctx() ctx: DomainContext,
    @Args(() => ReplicaSetArgs) args: ReplicaSetArgs,
  ): Connection<ReplicaSetManifest, ReplicaSet> {
    return listReplicaSets(ctx, args, { clusters: [row.scope.cluster], match: indexed(byOwner, [row.uid]) });
  }

  @FieldResolver(() => PodConnection, { nullable: true, description: "The pods of its replica sets." })
  @Reads(REPLICA_SETS, PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: Deployment,
    @Ctx() ctx: DomainContext,
    @Args(() => PodArgs) args: PodArgs,
  ): Connection<PodManifest, Pod> {
    const { cluster } = row.scope;
    const replicaSets = ctx.reader.related(cluster, REPLICA_SETS, byOwner.name, row.uid);
    const owners = replicaSets.map(({ uid }) => uid);
    return listPods(ctx, args, { clusters: [cluster], match: indexed(byOwner, owners) });
  }

  @Subscription(() => DeploymentDelta, {
    description: "Deployments of all clusters as they change.",
    subscribe: ({ args, context }: { args: DeploymentEventArgs; context: DomainContext }) =>
      streamOf(streamDeployments(context, args.filter)),
  })
  @Reads(DEPLOYMENTS)
  deploymentEvents(@Root() delta: Delta, @Args(() => DeploymentEventArgs) _args: DeploymentEventArgs): Delta {
    return delta;
  }
}
