import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { Deployment } from "./deployment.type.ts";
import { DeploymentScaleInput, DeploymentScalePayload } from "./scale.input.ts";
import { scaleDeployment } from "./scale.service.ts";

@Resolver()
export class DeploymentScaleResolver {
  @Mutation(() => DeploymentScalePayload, { description: "Sets how many pods a deployment is to have." })
  @Reads()
  deploymentScale(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => DeploymentScaleInput, { description: "Which one, and how many." }) input: DeploymentScaleInput,
  ): DeploymentScalePayload | null {
    const result = scaleDeployment(ctx, info, input);
    if (!result) return null;
    const { row, userErrors, revision } = result;
    return { deployment: row && new Deployment(row), userErrors, revision };
  }
}
