import {
  Arg,
  Args,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  Query,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { ClustersArgs } from "./cluster.input.ts";
import { findCluster, listClusters, listServedResources } from "./cluster.service.ts";
import { Cluster, ClusterConnection, ServedResource } from "./cluster.type.ts";

@Resolver(() => Cluster)
export class ClusterResolver {
  @Query(() => ClusterConnection, { nullable: true, description: "The registered clusters." })
  @Reads()
  @Costs({ perCluster: true })
  clusters(@Ctx() ctx: DomainContext, @Args(() => ClustersArgs) args: ClustersArgs): Connection<Cluster, Cluster> {
    return listClusters(ctx, args);
  }

  @Query(() => Cluster, { nullable: true, description: "One cluster; null when none is registered under the name." })
  @Reads()
  cluster(
    @Ctx() ctx: DomainContext,
    @Arg("name", () => String, { description: "The registered name." }) name: string,
  ): Cluster | null {
    return findCluster(ctx, name);
  }

  @FieldResolver(() => [ServedResource], {
    nullable: true,
    description: "What its API serves, custom resources included. Source: discovery, at most 30 s old.",
  })
  @Reads()
  @Costs({ items: 100 })
  apiResources(@Root() cluster: Cluster, @Ctx() ctx: DomainContext): readonly ServedResource[] | null {
    return listServedResources(ctx, cluster.name);
  }
}
