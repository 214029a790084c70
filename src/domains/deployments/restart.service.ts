import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { attempt, readAndPatchObject, targetOf, type WriteResult } from "../resources/index.ts";
import type { ObjectInput } from "./object.input.ts";

/** kubectl's own, so that either of them sees what the other did. */
export const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** A template that differs in an annotation is another template, and so its pods are replaced. */
export function restartWorkload<M extends Manifest>(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  resource: GroupResource,
  { by, expectedResourceVersion, dryRun }: ObjectInput,
): WriteResult<M> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) =>
    readAndPatchObject<M>(ctx, tried, {
      target: tried.at(targetOf(ctx, resource, by, "input.by")),
      expectedResourceVersion,
      dryRun,
      change: ({ spec }) => {
        // A deployment may be. It would be accepted, and nothing would happen until somebody resumes the deployment.
        if ((spec as { readonly paused?: boolean } | undefined)?.paused) {
          return { refusals: [new UserError("INVALID", "The deployment is paused: resume it first", "input.by")] };
        }
        // With milliseconds, unlike kubectl's: a second restart within one second is to be one, too.
        const annotations = { [RESTARTED_AT]: new Date(ctx.now()).toISOString() };
        return { strategic: { spec: { template: { metadata: { annotations } } } }, inputPaths: {} };
      },
    }),
  );
}
