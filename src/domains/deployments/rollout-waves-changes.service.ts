import { FairwayError } from "../../errors/index.ts";
import { markOf, type OperationManifest, type OperationTarget } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import { type TemplateChange, type TemplatePart, type WaveMemo, wavesOf } from "./rollout-waves.mapping.ts";

/** One workload that waves have changed. */
export interface Changed {
  readonly target: OperationTarget;
  readonly change: TemplateChange;
}

/**
 * What rollout waves have changed, in their order. Of a step that was ended in the middle, with its replica, the operation does not say all: what it
 * did stands on the workloads, which are read as the caller. Those that he may not read, or that are gone, are left out.
 */
export async function changesOfWaves(
  ctx: DomainContext,
  { metadata, spec, status }: OperationManifest,
  signal: AbortSignal,
): Promise<readonly Changed[]> {
  const changed = (status?.steps ?? []).map(async ({ state, startedAt, memo }, step) => {
    const known = (memo as unknown as WaveMemo | undefined)?.targets ?? [];
    const said = known.flatMap(({ target, change }) => (change ? [{ target, change }] : []));
    if (!spec || startedAt === undefined || state === "SUCCEEDED") return said;
    const wave = wavesOf(spec)[step] ?? [];
    const unsure = wave.filter((_, place) => !known[place]?.change && (known[place]?.state ?? "rolling") === "rolling");
    const marked = unsure.map((target) => markedChange(ctx, target, { operation: metadata.uid, step }, signal));
    return [...said, ...(await Promise.all(marked)).filter((each) => each !== null)];
  });
  return (await Promise.all(changed)).flat();
}

async function markedChange(
  { clusters }: DomainContext,
  target: OperationTarget,
  { operation, step }: { readonly operation: string; readonly step: number },
  signal: AbortSignal,
): Promise<Changed | null> {
  try {
    const { object } = await clusters.get(target.cluster).writer.get(target, { signal });
    const change: Partial<TemplateChange> | undefined = markOf(object.metadata.annotations, operation, step)?.remember;
    return isPart(change?.before) && isPart(change?.after) ? { target, change: change as TemplateChange } : null;
  } catch (error) {
    if (error instanceof FairwayError) return null;
    throw error;
  }
}

/** Whoever may change the workload may have written there. */
function isPart(part: TemplatePart | undefined): boolean {
  const isImage = (each: { readonly image?: unknown } | null) => typeof each?.image === "string";
  const lists = [part?.images, part?.volumes ?? []];
  return typeof part === "object" && lists.every((list) => Array.isArray(list) && list.every(isImage));
}
