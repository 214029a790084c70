import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { ResourceDeleteInput, ResourceDeletePayload } from "./delete.input.ts";
import { deleteResource } from "./delete.service.ts";

@Resolver()
export class ResourceDeleteResolver {
  @Mutation(() => ResourceDeletePayload, { description: "Deletes an object of any kind." })
  @Reads()
  resourceDelete(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ResourceDeleteInput, { description: "Which one, and how." }) input: ResourceDeleteInput,
  ): ResourceDeletePayload | null {
    return deleteResource(ctx, info, input);
  }
}
