import { createHash } from "node:crypto";
import { FairwayError } from "../../errors/index.ts";
import type { Seal } from "../../graphql/index.ts";
import type { ClusterName, Position, Visibility } from "../../state/index.ts";
import type { Stream } from "./stream.ts";

/** How far somebody has been served of one cluster, and a mark of what he was shown there. */
export interface Place {
  readonly at: Position;
  readonly seen: string;
}

/** By cluster, the place up to which everything has been delivered: a low watermark. */
export type Vector = ReadonlyMap<ClusterName, Place>;

const PURPOSE = "resume";

interface Content {
  readonly at: readonly (readonly [cluster: ClusterName, epoch: string, rv: string, seen: string])[];
  readonly binding: string;
}

/** What a cursor is good for: the same stream and filter. Any selection may resume it. */
export function bindingOf({ fieldName, filter }: Pick<Stream, "fieldName" | "filter">): string {
  return marked(JSON.stringify([fieldName, filter]));
}

/** Equal for equal visibilities, on every replica. */
export function seenOf({ fingerprint }: Visibility): string {
  return marked(fingerprint).slice(0, 10);
}

function marked(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

export function encodeCursor(seal: Seal, vector: Vector, binding: string): string {
  const at = [...vector].map(([cluster, { at: position, seen }]) => {
    return [cluster, position.epoch, position.rv, seen] as const;
  });
  return seal.close(PURPOSE, { at, binding } satisfies Content);
}

/**
 * Where the cursor stands; not `bound` when that was in another stream or filter: continuity is lost. Throws
 * INVALID_CURSOR for what no replica of this gateway has made.
 */
export function decodeCursor(seal: Seal, cursor: string, binding: string): { vector: Vector; bound: boolean } {
  const content = seal.open(PURPOSE, cursor) as Content | undefined;
  if (!content)
    throw new FairwayError("INVALID_CURSOR", "`after`, or the id of the last event, is not a cursor of this gateway", {
      field: "after",
    });
  const vector = new Map(content.at.map(([cluster, epoch, rv, seen]) => [cluster, { at: { epoch, rv }, seen }]));
  return { vector, bound: content.binding === binding };
}
