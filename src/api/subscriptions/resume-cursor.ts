import { createHash } from "node:crypto";
import { FairwayError } from "../../errors/index.ts";
import type { Seal } from "../../graphql/index.ts";
import type { ClusterName, Position } from "../../state/index.ts";
import { type Audience, fingerprintOf, type Stream } from "./stream.ts";

/** For each cluster the position up to which everything has been delivered: a low watermark. */
export type Vector = ReadonlyMap<ClusterName, Position>;

const PURPOSE = "resume";

interface Content {
  readonly at: readonly (readonly [ClusterName, string, string])[];
  readonly binding: string;
}

/** What a cursor is good for: the same stream, filter and visibility. Any selection may resume it. */
export function bindingOf({ fieldName, filter }: Stream, audience: Audience): string {
  const parts = [fieldName, filter, fingerprintOf(audience)];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 16);
}

export function encodeCursor(seal: Seal, vector: Vector, binding: string): string {
  const at = [...vector].map(([cluster, { epoch, rv }]) => [cluster, epoch, rv] as const);
  return seal.close(PURPOSE, { at, binding } satisfies Content);
}

/**
 * Where the cursor stands; not `bound` when that was in another stream, filter or visibility: continuity is lost.
 * Throws INVALID_CURSOR for what no replica of this gateway has made.
 */
export function decodeCursor(seal: Seal, cursor: string, binding: string): { vector: Vector; bound: boolean } {
  const content = seal.open(PURPOSE, cursor) as Content | undefined;
  if (!content) throw new FairwayError("INVALID_CURSOR", "`after` is not a cursor of this gateway", { field: "after" });
  const vector = new Map(content.at.map(([cluster, epoch, rv]) => [cluster, { epoch, rv }]));
  return { vector, bound: content.binding === binding };
}
