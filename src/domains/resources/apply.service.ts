import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { closeRevision, UserError } from "../../graphql/index.ts";
import { compareVersions, type RevisionPart, scopeId } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import {
  AppliedChange,
  type ResourceApplyInput,
  type ResourceApplyPayload,
  type ResourceApplyResult,
} from "./apply.input.ts";
import { type Applied, type ApplyOptions, ApplyRun } from "./apply-run.service.ts";
import { type Attempt, attempt, resultOfErrors } from "./attempt.service.ts";
import { MAX_DOCUMENTS, readDocuments, type SourceDocument } from "./manifest-source.mapping.ts";
import { unknownCluster } from "./object.service.ts";
import { Resource } from "./resource.type.ts";
import { isPathSegment, rowOf } from "./write.mapping.ts";

/**
 * Server-side apply of each document, as the caller; null in a pass before it is done. All of it is one effect: the
 * documents are applied in their order, and once, however many passes the mutation takes.
 *
 * What goes wrong with a document is among its user errors, permission included: to throw it would hide what became of
 * the others.
 */
export function applyResources(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ResourceApplyInput,
): ResourceApplyPayload | null {
  return attempt(ctx, info, { verb: "patch", dryRun: input.dryRun }, (tried) => applyDocuments(ctx, tried, input));
}

function applyDocuments(ctx: DomainContext, tried: Attempt, input: ResourceApplyInput): ResourceApplyPayload | null {
  const { cluster, namespace, force, dryRun } = input;
  tried.at({ cluster, ...(namespace && { namespace }) });
  if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "input.cluster");
  if (namespace != null && !isPathSegment(namespace)) {
    throw new FairwayError("BAD_USER_INPUT", "It cannot be the name of a namespace", { field: "input.namespace" });
  }
  return applyTo(ctx, tried, { cluster, namespace, force, dryRun, shows: ctx.shows }, readerOf(input));
}

/** Server-side apply of what `read` gives, within an attempt that has said where. `read` is called once. */
export function applyTo(
  ctx: DomainContext,
  tried: Attempt,
  options: ApplyOptions,
  read: () => Promise<readonly SourceDocument[]>,
): ResourceApplyPayload | null {
  const access = ctx.clusters.get(options.cluster);
  const outcome = tried.effects(async (signal) => {
    const documents = await read();
    if (documents.length === 0) await tried.completed(resultOfErrors([noDocument]));
    return new ApplyRun(access, tried, options, signal).apply(documents);
  });
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  return payloadOf(ctx, outcome.value, options.dryRun);
}

const noDocument = new UserError("INVALID", "There is no document", "input");

/** How to get at the documents. They are read once, within the effect: each pass would do it again. */
function readerOf({ manifests, objects }: ResourceApplyInput): () => Promise<readonly SourceDocument[]> {
  if ((manifests == null) === (objects == null)) {
    throw new FairwayError("BAD_USER_INPUT", "Either manifests or objects must be given", { field: "input" });
  }
  if (manifests != null) return () => readDocuments(manifests);
  if (objects && objects.length > MAX_DOCUMENTS) {
    const message = `There must not be more than ${MAX_DOCUMENTS} objects`;
    throw new FairwayError("LIMIT_EXCEEDED", message, { field: "input.objects" });
  }
  return async () => (objects ?? []).map((content) => ({ content }));
}

function payloadOf(ctx: DomainContext, applied: readonly Applied[], dryRun: boolean): ResourceApplyPayload {
  if (applied.length === 0) {
    return { results: [], userErrors: [noDocument], revision: null };
  }
  const parts = new Map<string, RevisionPart & { readonly rv: string }>();
  const results = applied.map((each): ResourceApplyResult => {
    if ("userErrors" in each) return { resource: null, ...each, changes: null, revision: null };
    const { scope, object, isReadable } = each;
    const changes = each.changes?.map((change) => new AppliedChange(change)) ?? null;
    const part = { scope, rv: object.metadata.resourceVersion };
    // No read can be as new as what cannot be read, and nothing is newer for a dry run.
    const isSeen = isReadable && !dryRun;
    const known = parts.get(scopeId(scope));
    if (isSeen && (!known || compareVersions(part.rv, known.rv) > 0)) parts.set(scopeId(scope), part);
    const revision = isSeen ? closeRevision(ctx, [part]) : null;
    return { resource: new Resource(rowOf(scope, object)), userErrors: [], conflicts: [], changes, revision };
  });
  return {
    results,
    userErrors: results.flatMap(({ userErrors }) => userErrors),
    revision: parts.size > 0 ? closeRevision(ctx, [...parts.values()]) : null,
  };
}
