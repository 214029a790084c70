import type { GraphQLResolveInfo } from "graphql";
import { closeRevision, encodeId, type UserError } from "../../graphql/index.ts";
import type { Deleted } from "../../kubernetes/index.ts";
import type { RevisionPart } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type Attempt, attempt, resultOfErrors } from "./attempt.service.ts";
import { missingConfirmation } from "./confirmation.service.ts";
import type { ResourceDeleteInput, ResourceDeletePayload } from "./delete.input.ts";
import type { Target } from "./lookup.service.ts";
import { Resource } from "./resource.type.ts";
import { rowOf, userErrorsOf } from "./write.mapping.ts";
import { placeAt, resourceTarget } from "./write-target.service.ts";

/** Deletes an object as the caller; null in a pass before it is done. Nothing is read first, as in `patchObject`. */
export function deleteResource(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ResourceDeleteInput,
): ResourceDeletePayload | null {
  return attempt(ctx, info, { verb: "delete", dryRun: input.dryRun }, (tried) => deleteTarget(ctx, tried, input));
}

function deleteTarget(ctx: DomainContext, tried: Attempt, input: ResourceDeleteInput): ResourceDeletePayload | null {
  const target = resourceTarget(ctx, tried, input.by);
  return target && deleteObject(ctx, tried, target, input);
}

/** Deletes what an input names, within an attempt; null in a pass before it is done. */
export function deleteObject(
  ctx: DomainContext,
  tried: Attempt,
  target: Target,
  { expectedResourceVersion, dryRun, propagation, confirm }: Omit<ResourceDeleteInput, "by">,
): ResourceDeletePayload | null {
  const placed = placeAt(ctx, target);
  if (placed === null) return null;
  if ("refusal" in placed) return refused(placed.refusal);
  const { kind } = placed;
  const { cluster, resource, namespace, name, uid } = target;
  const access = ctx.clusters.get(cluster);
  const preconditions = {
    ...(uid !== undefined && { uid }),
    ...(expectedResourceVersion != null && { resourceVersion: expectedResourceVersion }),
  };
  const outcome = tried.effect(
    async (signal) => {
      const deletion = { verb: "delete", resource: kind, target } as const;
      const missing = dryRun ? null : await missingConfirmation(access, deletion, confirm, signal);
      if (missing) return { missing };
      return access.writer.delete(
        { cluster, resource, namespace, name },
        { preconditions, dryRun, signal, ...(propagation && { propagationPolicy: propagation }) },
      );
    },
    (sent) => resultOfErrors("missing" in sent ? [sent.missing] : []),
  );
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") {
    return refused(...userErrorsOf(outcome.error, target, {}, expectedResourceVersion != null));
  }
  if ("missing" in outcome.value) return refused(outcome.value.missing);
  return payloadOf(ctx, target, outcome.value, dryRun);
}

function refused(...userErrors: readonly UserError[]): ResourceDeletePayload {
  return { deletedId: null, resource: null, userErrors, revision: null };
}

function payloadOf(ctx: DomainContext, target: Target, deleted: Deleted, dryRun: boolean): ResourceDeletePayload {
  const { cluster, resource, namespace, name } = target;
  const uid = deleted.uid ?? target.uid;
  const scope = { cluster, resource };
  const left = deleted.object && isLeft(deleted.object) ? rowOf(scope, deleted.object) : null;
  // Without a uid nobody could tell it from a namesake that comes after it.
  const gone = uid === undefined ? null : { scope, gone: { namespace, name, uid } };
  const part: RevisionPart | null = left ? { scope, rv: left.version } : gone;
  return {
    deletedId: uid === undefined ? null : encodeId({ cluster, resource, namespace, name, uid }),
    resource: left && new Resource(left),
    userErrors: [],
    revision: part && !dryRun ? closeRevision(ctx, [part]) : null,
  };
}

type DeletionMeta = Manifest["metadata"] & { readonly deletionGracePeriodSeconds?: number };

/**
 * Whether the object that a deletion was answered with is still there. For some kinds the API server answers with the
 * object although it is gone; one that stays was marked, and something keeps it.
 */
function isLeft({ metadata }: Manifest): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] } = metadata as DeletionMeta;
  if (deletionTimestamp === undefined) return false;
  return finalizers.length > 0 || deletionGracePeriodSeconds !== 0;
}
