import {
  Args,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { type ArgsOf, byOwner } from "../resources/index.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { Deployment } from "./deployment.type.ts";
import { pods } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS, type Pod } from "./pod.type.ts";
import { replicaSets } from "./replica-set.kind.ts";
import { REPLICA_SETS, type ReplicaSet } from "./replica-set.type.ts";

/** Where a deployment leads to. */
@Resolver(() => Deployment)
export class DeploymentResolver {
  @FieldResolver(() => replicaSets.Connection, {
    nullable: true,
    description: "The replica sets that it owns: one for each template it had and keeps.",
  })
  @Reads(REPLICA_SETS)
  @Costs({ exclusive: true })
  replicaSets(
    @Root() { row }: Deployment,
    @Ctx() ctx: DomainContext,
    @Args(() => replicaSets.Args) args: ArgsOf<typeof replicaSets>,
  ): Connection<ReplicaSetManifest, ReplicaSet> {
    return replicaSets.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(byOwner, [row.uid]) });
  }

  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods of its replica sets." })
  @Reads(REPLICA_SETS, PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: Deployment,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    const { cluster } = row.scope;
    const owned = ctx.reader.related(cluster, REPLICA_SETS, byOwner.name, row.uid);
    const owners = owned.map(({ uid }) => uid);
    return pods.list(ctx, args, { clusters: [cluster], match: indexed(byOwner, owners) });
  }
}
