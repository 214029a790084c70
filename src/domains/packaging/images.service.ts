import { FairwayError } from "../../errors/index.ts";
import { type FileTree, type FoundImage, parseImageReference } from "../../integrations/registry/index.ts";
import type { ClusterName } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";

interface Place {
  readonly cluster: ClusterName;
  readonly namespace: string;
}

/**
 * Whether the caller may know what is in images, as somebody of this namespace: the gateway reads them with its own credential, so
 * its cluster is asked for a right that nothing but this needs.
 */
export function mayLookIntoImages(
  ctx: DomainContext,
  { cluster, namespace }: Place,
  signal: AbortSignal,
): Promise<boolean> {
  const attributes = { verb: "get", group: "fairway.dev", resource: "images", namespace };
  return ctx.clusters.get(cluster).allows(attributes, signal);
}

/** Null where the registry is not known here. Rejects with NOT_FOUND and INTEGRATION_UNAVAILABLE. */
export async function findImage(ctx: DomainContext, image: string, signal: AbortSignal): Promise<FoundImage | null> {
  const reference = parseImageReference(image);
  return reference && (await ctx.images.find(reference, signal));
}

/** By image, its files. */
export type Trees = ReadonlyMap<string, FileTree>;

/** Null where the registry of one of them is not known here. Rejects with FORBIDDEN, too. */
export async function treesOf(
  ctx: DomainContext,
  place: Place,
  images: readonly string[],
  signal: AbortSignal,
): Promise<Trees | null> {
  if (!(await mayLookIntoImages(ctx, place, signal))) {
    const message = `images.fairway.dev is forbidden in namespace ${JSON.stringify(place.namespace)}: this caller cannot get it`;
    throw new FairwayError("FORBIDDEN", message, { cluster: place.cluster });
  }
  const found = await Promise.all(
    images.map(async (image) => {
      const known = await findImage(ctx, image, signal);
      return known && ([image, await known.files(signal)] as const);
    }),
  );
  const all = found.filter((each) => each !== null);
  return all.length < images.length ? null : new Map(all);
}
