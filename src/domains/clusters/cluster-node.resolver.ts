import { Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { ResourceAmounts } from "../resources/index.ts";
import { ClusterNode } from "./cluster-node.type.ts";
import { NODE_METRICS, usageOfNode } from "./node-usage.service.ts";

@Resolver(() => ClusterNode)
export class ClusterNodeResolver {
  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description:
      "What it uses, half a minute old at most. Source: metrics.k8s.io; null where the cluster does not serve it, or has not measured it yet.",
  })
  @Reads(NODE_METRICS)
  usage(@Root() { row }: ClusterNode, @Ctx() ctx: DomainContext): ResourceAmounts | null {
    const usage = usageOfNode(ctx, row.scope.cluster, row.name);
    return usage && new ResourceAmounts(usage);
  }
}
