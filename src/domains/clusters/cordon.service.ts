import type { GraphQLResolveInfo } from "graphql";
import type { DomainContext } from "../context.ts";
import { attempt, patchObject, targetOf, type WriteResult } from "../resources/index.ts";
import type { NodeManifest } from "./cluster-node.manifest.ts";
import { NODES } from "./cluster-node.type.ts";
import type { ClusterNodeInput } from "./cordon.input.ts";

/** Keeps new pods off a node, or lets them on it again. One that is so already stays as it is. */
export function cordon(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, expectedResourceVersion, dryRun }: ClusterNodeInput,
  unschedulable: boolean,
): WriteResult<NodeManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) =>
    patchObject<NodeManifest>(ctx, tried, {
      target: tried.at(targetOf(ctx, NODES, by, "input.by")),
      // As kubectl does it: what is not set counts as schedulable.
      merge: { spec: { unschedulable: unschedulable || null } },
      expectedResourceVersion,
      dryRun,
      inputPaths: {},
    }),
  );
}
