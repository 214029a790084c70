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
import { componentsOf, findCluster, listClusters, listServedResources } from "./cluster.service.ts";
import { Cluster, ClusterConnection, ServedResource } from "./cluster.type.ts";
import { ClusterComponent } from "./component.type.ts";

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

  @FieldResolver(() => [String], {
    nullable: true,
    description:
      "Names of the API groups that it serves, sorted, those of custom resources included. The core group, whose name is empty, is not among them. Source: discovery, at most 30 s old.",
  })
  @Reads()
  @Costs({ items: 30 })
  apiGroups(@Root() cluster: Cluster, @Ctx() ctx: DomainContext): readonly string[] {
    const groups = new Set(listServedResources(ctx, cluster.name)?.map(({ group }) => group));
    groups.delete("");
    return [...groups].sort();
  }

  @FieldResolver(() => [ClusterComponent], {
    nullable: true,
    description:
      "The parts that its API server needs, by its own checks, as it answers the caller now; empty where it names none. Null, with an error, where it does not answer.",
  })
  // Of the API server, by a right that is the caller's own: nobody else may be sent it.
  @Reads("*")
  @Costs({ items: 40, weight: 20 })
  components(@Root() cluster: Cluster, @Ctx() ctx: DomainContext): readonly ClusterComponent[] | null {
    return componentsOf(ctx, cluster.name);
  }
}
