import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, readAndPatchObject, targetOf, type WriteResult } from "../resources/index.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";
import type { DeploymentRestartInput } from "./restart.input.ts";

/** kubectl's own, so that either of them sees what the other did. */
export const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** A template that differs in an annotation is another template, and so its pods are replaced. */
export function restartDeployment(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, expectedResourceVersion, dryRun }: DeploymentRestartInput,
): WriteResult<DeploymentManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) =>
    readAndPatchObject<DeploymentManifest>(ctx, tried, {
      target: tried.at(targetOf(ctx, DEPLOYMENTS, by, "input.by")),
      expectedResourceVersion,
      dryRun,
      change: ({ spec }) => {
        // It would be accepted, and nothing would happen until somebody resumes the deployment.
        if (spec?.paused) {
          return { refusals: [new UserError("INVALID", "The deployment is paused: resume it first", "input.by")] };
        }
        // With milliseconds, unlike kubectl's: a second restart within one second is to be one, too.
        const annotations = { [RESTARTED_AT]: new Date(ctx.now()).toISOString() };
        return { strategic: { spec: { template: { metadata: { annotations } } } }, inputPaths: {} };
      },
    }),
  );
}
