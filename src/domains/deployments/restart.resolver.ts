import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { Deployment } from "./deployment.type.ts";
import { DeploymentRestartInput, DeploymentRestartPayload } from "./restart.input.ts";
import { restartDeployment } from "./restart.service.ts";

@Resolver()
export class DeploymentRestartResolver {
  @Mutation(() => DeploymentRestartPayload, {
    description: "Replaces all pods of a deployment, in the way of its strategy, as `kubectl rollout restart` does.",
  })
  @Reads()
  deploymentRestart(
    @Ctx() ctx: DomainContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("input", () => DeploymentRestartInput, { description: "Which one." }) input: DeploymentRestartInput,
  ): DeploymentRestartPayload | null {
    const result = restartDeployment(ctx, info, input);
    if (!result) return null;
    const { row, userErrors, revision } = result;
    return { deployment: row && new Deployment(row), userErrors, revision };
  }
}
