import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import { UpstreamError } from "../../kubernetes/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { failureOf } from "./apply-errors.mapping.ts";
import { attempt } from "./attempt.service.ts";
import type { Target } from "./lookup.service.ts";
import type { ResourceLabelInput, ResourcePatchInput } from "./patch.input.ts";
import { patchOf, type SentPatch } from "./patch.mapping.ts";
import { conflict, conflictWords, notFound, thrown } from "./write.mapping.ts";
import {
  type Change,
  perform,
  type Refusals,
  readAndPatchObject,
  refOf,
  refused,
  type WriteResult,
} from "./write.service.ts";
import { placeOf } from "./write-target.service.ts";

/** Patches an object of any kind as the caller; null in a pass before it is done. Nothing is read first. */
export function patchResource(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, patch, subresource, force, expectedResourceVersion, dryRun }: ResourcePatchInput,
): WriteResult<Manifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const placed = placeOf(ctx, tried, by);
    if (placed === null) return null;
    if ("refusal" in placed) return refused(placed.refusal);
    const { target, kind } = placed;
    const sent = patchOf(patch, { target, kind, expectedResourceVersion });
    const ref = { ...refOf(target), ...(sent.version !== undefined && { version: sent.version }) };
    return perform<Manifest>(ctx, tried, { place: target, dryRun }, async (writer, signal) => {
      try {
        const { type, body } = sent;
        return await writer.patch(ref, body, { type, dryRun, signal, force, ...(subresource && { subresource }) });
      } catch (error) {
        if (!(error instanceof FairwayError)) throw error;
        return { refusals: refusalsOf(error, target, sent, expectedResourceVersion != null), cause: error };
      }
    });
  });
}

/** What the caller can mend; the rest is thrown. */
function refusalsOf(
  error: FairwayError,
  target: Target,
  { inputPath, type }: SentPatch,
  hasExpectation: boolean,
): Refusals["refusals"] {
  const { code, message } = error;
  const causes = error instanceof UpstreamError ? error.causes : [];
  switch (code) {
    case "NOT_FOUND":
      return [notFound(target)];
    case "CONFLICT": {
      if (causes.some(({ reason }) => reason === "FieldManagerConflict")) break;
      // An apply says nothing else of a uid that is not the object's, and nothing else than a version leads to a conflict.
      const isAnother = /\bUID in (the )?precondition\b/.test(message) || (type === "apply" && !hasExpectation);
      if (target.uid !== undefined && isAnother) return [notFound(target)];
      return [conflict(conflictWords(message, target), hasExpectation)];
    }
    case "INVALID":
      if (target.uid !== undefined && causes.some(({ field }) => field === "metadata.uid")) return [notFound(target)];
      break;
    case "UPSTREAM_REJECTED":
      break;
    default:
      throw thrown(error, target);
  }
  return failureOf(error, inputPath, target.resource).userErrors;
}

export function labelResource(ctx: DomainContext, info: GraphQLResolveInfo, input: ResourceLabelInput) {
  return changeMetadata(ctx, info, input, "labels");
}

export function annotateResource(ctx: DomainContext, info: GraphQLResolveInfo, input: ResourceLabelInput) {
  return changeMetadata(ctx, info, input, "annotations");
}

const MAX_KEYS = 500;

/** Sets and removes entries of a map in the metadata, as `kubectl label` and `kubectl annotate` do. */
function changeMetadata(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, overwrite, expectedResourceVersion, dryRun, ...entries }: ResourceLabelInput,
  map: "labels" | "annotations",
): WriteResult<Manifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const set = Object.entries(entries.set ?? {});
    const remove = entries.remove ?? [];
    const placed = placeOf(ctx, tried, by);
    if (placed === null) return null;
    if ("refusal" in placed) return refused(placed.refusal);
    const mistakes = mistakesOf(set, remove);
    if (mistakes.length > 0) return refused(...mistakes);
    const merge = {
      metadata: { [map]: Object.fromEntries([...set, ...remove.map((key) => [key, null] as const)]) },
    };
    const inputPaths = { [`metadata.${map}`]: "input.set" };
    const change = ({ metadata }: Manifest): Change => {
      const held = metadata[map] ?? {};
      const taken = overwrite ? [] : set.filter(([key, value]) => Object.hasOwn(held, key) && held[key] !== value);
      if (taken.length === 0) return { merge, inputPaths };
      return {
        refusals: taken.map(([key]) => new UserError("CONFLICT", "It has another value already", pathOf("set", key))),
      };
    };
    return readAndPatchObject<Manifest>(ctx, tried, { ...placed, change, expectedResourceVersion, dryRun });
  });
}

function mistakesOf(set: readonly (readonly [string, string])[], remove: readonly string[]): readonly UserError[] {
  if (set.length + remove.length === 0) return [new UserError("INVALID", "There is nothing to set or remove", "input")];
  if (set.length + remove.length > MAX_KEYS) {
    return [new UserError("LIMIT_EXCEEDED", `There must not be more than ${MAX_KEYS} keys`, "input")];
  }
  const removed = new Set(remove);
  return set.flatMap(([key]) =>
    removed.has(key) ? [new UserError("INVALID", "It cannot be both set and removed", pathOf("set", key))] : [],
  );
}

function pathOf(field: string, key: string): string {
  return `input.${field}[${JSON.stringify(key)}]`;
}
