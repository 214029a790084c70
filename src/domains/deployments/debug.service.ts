import { createHash } from "node:crypto";
import type { GraphQLResolveInfo } from "graphql";
import type { DomainContext } from "../context.ts";
import { attempt, patchObject, targetOf, type WriteResult } from "../resources/index.ts";
import type { PodDebugInput } from "./debug.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS } from "./pod.type.ts";

const subresource = "ephemeralcontainers";

/**
 * Adds an ephemeral container as the caller; null in a pass before it is done. It stays in the pod for as long as that lives: the
 * API knows no way to take one out.
 */
export function debugPod(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, image, name, targetContainer, command, args, expectedResourceVersion, dryRun }: PodDebugInput,
): WriteResult<PodManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = targetOf(ctx, PODS, by, "input.by");
    tried.at({ ...target, resource: `${PODS}/${subresource}` });
    const container = {
      name: name ?? nameFor(`${ctx.requestId} ${tried.key}`),
      image,
      ...(targetContainer != null && { targetContainerName: targetContainer }),
      ...(command && { command }),
      ...(args && { args }),
    };
    const at = (field: string) => `spec.ephemeralContainers[0].${field}`;
    return patchObject<PodManifest>(ctx, tried, {
      target,
      subresource,
      strategic: { spec: { ephemeralContainers: [container] } },
      expectedResourceVersion,
      dryRun,
      inputPaths: {
        [at("name")]: "input.name",
        [at("image")]: "input.image",
        [at("targetContainerName")]: "input.targetContainer",
      },
    });
  });
}

const letters = "bcdfghjklmnpqrstvwxz2456789";

/** Another for each request, and the same in each of its passes. */
export function nameFor(seed: string): string {
  const digest = createHash("sha256").update(seed).digest().subarray(0, 5);
  return `debugger-${[...digest].map((byte) => letters[byte % letters.length]).join("")}`;
}
