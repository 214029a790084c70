import { FairwayError } from "../errors/index.ts";
import { Arg, Ctx, decodeId, ID, Node, Query, Reads, Resolver } from "../graphql/index.ts";
import { APPLICATION_RESOURCE, applicationNamed } from "./applications/index.ts";
import { CLUSTER_RESOURCE, findCluster } from "./clusters/index.ts";
import type { DomainContext } from "./context.ts";
import { objectFor, readById } from "./resources/index.ts";

const MAX_IDS = 500;

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: "Any object by its id; null when it does not exist any more or may not be seen.",
  })
  @Reads("*")
  node(@Ctx() ctx: DomainContext, @Arg("id", () => ID, { description: "Its id." }) id: string): Node | null {
    return findNode(ctx, id);
  }

  @Query(() => [Node], {
    nullable: "items",
    description:
      "Any objects by their ids, in the same order; null for each that does not exist any more or may not be seen.",
  })
  @Reads("*")
  nodes(
    @Ctx() ctx: DomainContext,
    @Arg("ids", () => [ID], { description: "Their ids: 500 at most." }) ids: readonly string[],
  ): readonly (Node | Error | null)[] {
    if (ids.length > MAX_IDS) {
      throw new FairwayError("LIMIT_EXCEEDED", `ids must not be more than ${MAX_IDS}`, { field: "ids" });
    }
    // One bad id must not take the other objects with it: graphql-js makes an error of that item alone.
    return ids.map((id) => {
      try {
        return findNode(ctx, id);
      } catch (error) {
        return error as Error;
      }
    });
  }
}

function findNode(ctx: DomainContext, text: string): Node | null {
  const id = decodeId(text);
  if (id.resource === CLUSTER_RESOURCE) return findCluster(ctx, id.name);
  if (id.resource === APPLICATION_RESOURCE) return applicationNamed(ctx, id.name);
  const row = readById(ctx, id);
  return row && objectFor(row);
}
