import type { GraphQLResolveInfo } from "graphql";
import type { DomainContext } from "../context.ts";
import { attempt, readAndPatchObject, refused, targetOf, type WriteResult } from "../resources/index.ts";
import type { NodeManifest } from "./cluster-node.manifest.ts";
import { NODES } from "./cluster-node.type.ts";
import type { ClusterNodeTaintInput } from "./taint.input.ts";
import { taintFaults, taintsChanged } from "./taint.mapping.ts";

/** Changes some taints of a node, and leaves the others as they are; null in a pass before it is done. */
export function taint(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ClusterNodeTaintInput,
): WriteResult<NodeManifest> | null {
  const { by, expectedResourceVersion, dryRun } = input;
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, NODES, by, "input.by"));
    const faults = taintFaults(input);
    if (faults.length > 0) return refused(...faults);
    return readAndPatchObject<NodeManifest>(ctx, tried, {
      target,
      expectedResourceVersion,
      dryRun,
      change: (node) => taintsChanged(node, input),
    });
  });
}
