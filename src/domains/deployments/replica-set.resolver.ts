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
import { pods } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS, type Pod } from "./pod.type.ts";
import { ReplicaSet } from "./replica-set.type.ts";

@Resolver(() => ReplicaSet)
export class ReplicaSetResolver {
  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods that it owns." })
  @Reads(PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: ReplicaSet,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(byOwner, [row.uid]) });
  }
}
