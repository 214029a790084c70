import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { closeRevision, UserError } from "../../graphql/index.ts";
import { UpstreamError } from "../../kubernetes/index.ts";
import { keyOf, type Row, type Scope } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import type { Target } from "./lookup.service.ts";

export interface Patch {
  readonly target: Target;
  /** A JSON merge patch. Only what is to be changed: what others have written meanwhile stays. */
  readonly merge: { readonly metadata?: object; readonly [field: string]: unknown };
  /** Refused with a CONFLICT when the object has changed since. */
  readonly expectedResourceVersion: string | null | undefined;
  readonly dryRun: boolean;
  /** The input path of each field of the object that the patch sets, as in `spec.replicas` → `input.replicas`. */
  readonly inputPaths: Readonly<Record<string, string>>;
}

/** What became of a write; the same for the payloads of all mutations. */
export interface WriteResult<T> {
  /** The object as the API server answered with it; null when there are errors. */
  readonly row: Row<T> | null;
  readonly userErrors: readonly UserError[];
  /** From where on reads show the write; null when nothing was written. */
  readonly revision: string | null;
}

/**
 * Patches an object as the caller, once, however many passes the mutation takes; null in a pass before it is done. What the
 * caller can mend is among the user errors; a refusal by permission, or by a cluster that is not there, is thrown.
 *
 * Nothing is read first: the API server checks permission before existence, so its answer tells nobody more than they
 * may know, and what memory holds might be older than what the caller has just been told.
 */
export function patchObject<T extends Manifest>(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { target, merge, expectedResourceVersion, dryRun, inputPaths }: Patch,
): WriteResult<T> | null {
  if (!ctx.allowWrites) throw new FairwayError("READ_ONLY", "This gateway takes no writes");
  const { cluster, resource, namespace, name, uid } = target;
  if (!ctx.reader.clusters().includes(cluster)) return refused(notFound(target));
  const preconditions = {
    ...(uid !== undefined && { uid }),
    ...(expectedResourceVersion != null && { resourceVersion: expectedResourceVersion }),
  };
  const body = { ...merge, metadata: { ...merge.metadata, ...preconditions } };
  const { writer } = ctx.clusters.get(cluster);
  // Aliases make the keys of root fields distinct.
  const outcome = ctx.misses.effect(`patch ${info.path.key}`, (signal) =>
    writer.patch({ cluster, resource, namespace, name }, body, { type: "merge", dryRun, signal }),
  );
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") {
    const userErrors = userErrorsOf(outcome.error, target, inputPaths, expectedResourceVersion != null);
    return refused(...userErrors);
  }
  const { object, resourceVersion } = outcome.value;
  const scope: Scope = { cluster, resource };
  const revision = dryRun ? null : closeRevision(ctx, [{ scope, rv: resourceVersion }]);
  return { row: rowOf<T>(scope, object as T), userErrors: [], revision };
}

export function refused(...userErrors: readonly UserError[]): WriteResult<never> {
  return { row: null, userErrors, revision: null };
}

function userErrorsOf(
  error: FairwayError,
  target: Target,
  inputPaths: Readonly<Record<string, string>>,
  hasExpectation: boolean,
): readonly UserError[] {
  switch (error.code) {
    case "NOT_FOUND":
      return [notFound(target)];
    case "CONFLICT":
      return [new UserError("CONFLICT", error.message, hasExpectation ? "input.expectedResourceVersion" : null)];
    case "INVALID": {
      const causes = error instanceof UpstreamError ? error.causes : [];
      // That is how the API server says that the object of this uid is gone and another has its name.
      if (target.uid !== undefined && causes.some(({ field }) => field === "metadata.uid")) return [notFound(target)];
      if (causes.length === 0) return [new UserError("INVALID", error.message)];
      return causes.map(({ field, message = error.message }) => {
        const path = field === undefined ? undefined : inputPaths[field];
        if (path) return new UserError("INVALID", message, path);
        return new UserError("INVALID", field ? `${field}: ${message}` : message);
      });
    }
    default:
      throw error;
  }
}

function notFound({ resource, namespace, name, uid }: Target): UserError {
  const place = namespace ? ` in namespace ${JSON.stringify(namespace)}` : "";
  const which = `${JSON.stringify(name)} among the ${resource}${place}`;
  const message = uid === undefined ? `There is no ${which}` : `The one that was ${which} does not exist any more`;
  return new UserError("NOT_FOUND", message, "input.by");
}

/** A row of what the API server answered with, less what stores do not hold either. */
function rowOf<T extends Manifest>(scope: Scope, answer: T): Row<T> {
  const { managedFields: _, ...metadata } = answer.metadata as T["metadata"] & { managedFields?: unknown };
  const { name, namespace = "", uid, resourceVersion } = metadata;
  const object = { ...answer, metadata };
  return { scope, key: keyOf(namespace, name), namespace, name, uid, version: resourceVersion, object };
}
