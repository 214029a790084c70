import type { GraphQLResolveInfo } from "graphql";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { attempt, patchObject, targetOf, type WriteResult } from "../resources/index.ts";
import type { ObjectInput } from "./object.input.ts";

/** Sets a switch of the spec: `paused` of a deployment, `suspend` of jobs. One that is so already stays as it is. */
export function toggle<M extends Manifest>(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { resource, spec }: { readonly resource: GroupResource; readonly spec: Readonly<Record<string, boolean>> },
  { by, expectedResourceVersion, dryRun }: ObjectInput,
): WriteResult<M> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) =>
    patchObject<M>(ctx, tried, {
      target: tried.at(targetOf(ctx, resource, by, "input.by")),
      merge: { spec },
      expectedResourceVersion,
      dryRun,
      inputPaths: {},
    }),
  );
}
