import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, patchObject, refused, targetOf, type WriteResult } from "../resources/index.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";
import type { DeploymentScaleInput } from "./scale.input.ts";

/**
 * Patches `spec.replicas` of the deployment itself, not its `scale` subresource: the answer is then the whole object.
 */
export function scaleDeployment(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, replicas, expectedResourceVersion, dryRun }: DeploymentScaleInput,
): WriteResult<DeploymentManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, DEPLOYMENTS, by, "input.by"));
    // The API server would say so, too; but nothing should be sent that cannot succeed.
    if (replicas < 0) return refused(new UserError("INVALID", "replicas must not be negative", "input.replicas"));
    return patchObject<DeploymentManifest>(ctx, tried, {
      target,
      merge: { spec: { replicas } },
      expectedResourceVersion,
      dryRun,
      inputPaths: { "spec.replicas": "input.replicas" },
    });
  });
}
