import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { ResourceApplyInput, ResourceApplyPayload } from "./apply.input.ts";
import { applyResources } from "./apply.service.ts";

@Resolver()
export class ResourceApplyResolver {
  @Mutation(() => ResourceApplyPayload, {
    description:
      "Creates or changes objects of any kind by server-side apply, as the field manager `fairway`: what the manifests do not mention stays as others have set it.",
  })
  @Reads()
  resourceApply(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => ResourceApplyInput, { description: "Where, and the manifests." }) input: ResourceApplyInput,
  ): ResourceApplyPayload | null {
    return applyResources(ctx, info, input);
  }
}
