import { Costs, Ctx, FieldResolver, Int, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { amountsOf, ResourceAmounts, sumOf } from "../resources/index.ts";
import { Cluster } from "./cluster.type.ts";
import { isNodeReady } from "./cluster-node.mapping.ts";
import { NODES } from "./cluster-node.type.ts";
import { nodesOf } from "./cluster-nodes.service.ts";
import { NODE_METRICS, usageOfNodes } from "./node-usage.service.ts";
import { clusterProvider } from "./provider.mapping.ts";
import { ClusterProvider } from "./provider.type.ts";

/** Points for a look at all nodes of a cluster. */
const weight = 10;

/** What a cluster is by its nodes. Null, with an error, for who may not list them. */
@Resolver(() => Cluster)
export class ClusterNodesResolver {
  @FieldResolver(() => ClusterProvider, {
    nullable: true,
    description: "Where its machines stand. Source: `spec.providerID` of its nodes.",
  })
  @Reads(NODES)
  @Costs({ weight })
  provider(@Root() { name }: Cluster, @Ctx() ctx: DomainContext): ClusterProvider {
    return clusterProvider(nodesOf(ctx, name).map(({ object }) => object.spec?.providerID));
  }

  @FieldResolver(() => Int, { nullable: true, description: "How many nodes it has." })
  @Reads(NODES)
  @Costs({ weight })
  nodeCount(@Root() { name }: Cluster, @Ctx() ctx: DomainContext): number {
    return nodesOf(ctx, name).length;
  }

  @FieldResolver(() => Int, { nullable: true, description: "How many of its nodes are ready." })
  @Reads(NODES)
  @Costs({ weight })
  readyNodeCount(@Root() { name }: Cluster, @Ctx() ctx: DomainContext): number {
    return nodesOf(ctx, name).filter(({ object }) => isNodeReady(object)).length;
  }

  @FieldResolver(() => ResourceAmounts, { nullable: true, description: "What its nodes have together, ready or not." })
  @Reads(NODES)
  @Costs({ weight })
  capacity(@Root() { name }: Cluster, @Ctx() ctx: DomainContext): ResourceAmounts {
    return new ResourceAmounts(amountsOf(sumOf(nodesOf(ctx, name).map(({ object }) => object.status?.capacity))));
  }

  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description: "What pods can have of its nodes together, ready or not.",
  })
  @Reads(NODES)
  @Costs({ weight })
  allocatable(@Root() { name }: Cluster, @Ctx() ctx: DomainContext): ResourceAmounts {
    return new ResourceAmounts(amountsOf(sumOf(nodesOf(ctx, name).map(({ object }) => object.status?.allocatable))));
  }

  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description:
      "What its nodes use together, half a minute old at most. Source: metrics.k8s.io; null where the cluster does not serve it, or has measured none of them yet.",
  })
  @Reads(NODE_METRICS)
  @Costs({ weight })
  usage(@Root() { name }: Cluster, @Ctx() ctx: DomainContext): ResourceAmounts | null {
    const usage = usageOfNodes(ctx, name);
    return usage && new ResourceAmounts(usage);
  }
}
