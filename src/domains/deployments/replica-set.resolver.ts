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
import { byOwner } from "../resources/index.ts";
import { PodArgs } from "./pod.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { listPods } from "./pod.service.ts";
import { PODS, type Pod, PodConnection } from "./pod.type.ts";
import { ReplicaSet } from "./replica-set.type.ts";

@Resolver(() => ReplicaSet)
export class ReplicaSetResolver {
  @FieldResolver(() => PodConnection, { nullable: true, description: "The pods that it owns." })
  @Reads(PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: ReplicaSet,
    @Ctx() ctx: DomainContext,
    @Args(() => PodArgs) args: PodArgs,
  ): Connection<PodManifest, Pod> {
    return listPods(ctx, args, { clusters: [row.scope.cluster], match: indexed(byOwner, [row.uid]) });
  }
}
