import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { Deployment } from "./deployment.type.ts";
import { DeploymentSetImageInput, DeploymentSetImagePayload } from "./set-image.input.ts";
import { setImageOfDeployment } from "./set-image.service.ts";

@Resolver()
export class DeploymentSetImageResolver {
  @Mutation(() => DeploymentSetImagePayload, {
    description: "Sets images of a deployment's containers, which replaces its pods in the way of its strategy.",
  })
  @Reads()
  deploymentSetImage(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => DeploymentSetImageInput, { description: "Which one, and the images." })
    input: DeploymentSetImageInput,
  ): DeploymentSetImagePayload | null {
    const result = setImageOfDeployment(ctx, info, input);
    if (!result) return null;
    const { row, userErrors, revision } = result;
    return { deployment: row && new Deployment(row), userErrors, revision };
  }
}
