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
import { Cluster, ClusterNode, NODES, type NodeManifest } from "../clusters/index.ts";
import type { DomainContext } from "../context.ts";
import { type ArgsOf, ResourceAmounts } from "../resources/index.ts";
import { takenOfCluster, takenOfNode } from "./node-pods.service.ts";
import { pods, podsByNode } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS, Pod } from "./pod.type.ts";

@Resolver(() => ClusterNode)
export class NodePodsResolver {
  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods that are bound to it." })
  @Reads(PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: ClusterNode,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(podsByNode, [row.name]) });
  }

  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description:
      "What is set aside on it for its pods that have not ended, and how many these are, as `kubectl describe node` counts it: of the pods that the caller may see.",
  })
  @Reads(PODS)
  @Costs({ weight: 5 })
  requested(@Root() { row }: ClusterNode, @Ctx() ctx: DomainContext): ResourceAmounts {
    return new ResourceAmounts(takenOfNode(ctx, row.scope.cluster, row.name, "requests"));
  }

  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description:
      "What its pods that have not ended may not exceed, as `kubectl describe node` counts it: of the pods that the caller may see. Who has no limit adds nothing.",
  })
  @Reads(PODS)
  @Costs({ weight: 5 })
  limited(@Root() { row }: ClusterNode, @Ctx() ctx: DomainContext): ResourceAmounts {
    return new ResourceAmounts(takenOfNode(ctx, row.scope.cluster, row.name, "limits"));
  }
}

@Resolver(() => Cluster)
export class ClusterRequestedResolver {
  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description: "What is set aside on its nodes for pods: `requested` of them all together.",
  })
  @Reads(NODES, PODS)
  @Costs({ weight: 100 })
  requested(@Root() { name }: Cluster, @Ctx() ctx: DomainContext): ResourceAmounts {
    return new ResourceAmounts(takenOfCluster(ctx, name, "requests"));
  }
}

@Resolver(() => Pod)
export class PodNodeResolver {
  @FieldResolver(() => ClusterNode, {
    nullable: true,
    description:
      "The node that it is bound to; null before it is scheduled, and where that is gone or may not be seen.",
  })
  @Reads(NODES)
  node(@Root() { row }: Pod, @Ctx() ctx: DomainContext): ClusterNode | null {
    const name = row.object.spec?.nodeName;
    if (!name) return null;
    const node = ctx.reader.get<NodeManifest>({ cluster: row.scope.cluster, resource: NODES, namespace: "", name });
    return node && new ClusterNode(node);
  }
}
