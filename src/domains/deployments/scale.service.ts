import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { attempt, patchObject, refused, targetOf, type WriteResult } from "../resources/index.ts";
import type { ScaleInput } from "./scale.input.ts";

/**
 * Patches `spec.replicas` of the object itself, not its `scale` subresource: the answer is then the whole object.
 */
export function scaleWorkload<M extends Manifest>(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  resource: GroupResource,
  { by, replicas, expectedResourceVersion, dryRun }: ScaleInput,
): WriteResult<M> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, resource, by, "input.by"));
    // The API server would say so, too; but nothing should be sent that cannot succeed.
    if (replicas < 0) return refused(new UserError("INVALID", "replicas must not be negative", "input.replicas"));
    return patchObject<M>(ctx, tried, {
      target,
      merge: { spec: { replicas } },
      expectedResourceVersion,
      dryRun,
      inputPaths: { "spec.replicas": "input.replicas" },
    });
  });
}
