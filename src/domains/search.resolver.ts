import { Args, type Connection, Costs, Ctx, connectionOf, Query, Reads, Resolver } from "../graphql/index.ts";
import type { DomainContext, Manifest } from "./context.ts";
import { KubernetesObject } from "./resources/index.ts";
import { SearchArgs } from "./search.input.ts";
import { search } from "./search.service.ts";

const FoundConnection = connectionOf("Found", () => KubernetesObject);

@Resolver()
export class SearchResolver {
  @Query(() => FoundConnection, {
    nullable: true,
    description:
      "Objects whose name, labels or images have a text in them, of several kinds and of all clusters, as far as the caller may see them. A name that is the text comes first, then names that begin with it or have it in them, then labels, then images; within each by cluster, namespace and name.",
  })
  @Reads("*")
  @Costs({ weight: 100 })
  search(
    @Ctx() ctx: DomainContext,
    @Args(() => SearchArgs) args: SearchArgs,
  ): Connection<Manifest, KubernetesObject> | null {
    return search(ctx, args);
  }
}
