import { FairwayError } from "../../errors/index.ts";
import { closeRevision, type UserError } from "../../graphql/index.ts";
import { UpstreamError, type Written } from "../../kubernetes/index.ts";
import type { ClusterName, GroupResource, ObjectRef, Row, Scope } from "../../state/index.ts";
import type { ClusterAccess, DomainContext, Manifest } from "../context.ts";
import { type Attempt, resultOfErrors } from "./attempt.service.ts";
import type { Target } from "./lookup.service.ts";
import { unknownCluster } from "./object.service.ts";
import { conflict, type InputPaths, isPathSegment, notFound, rowOf, userErrorsOf } from "./write.mapping.ts";

/** Part of an object: what is to be changed of it, and nothing else. What others have written meanwhile stays. */
export interface PatchBody {
  readonly metadata?: object;
  readonly [field: string]: unknown;
}

interface Write {
  readonly target: Target;
  /** Refused with a CONFLICT when the object has changed since. */
  readonly expectedResourceVersion: string | null | undefined;
  readonly dryRun: boolean;
}

export interface Patch extends Write {
  /** A JSON merge patch. */
  readonly merge: PatchBody;
  readonly inputPaths: InputPaths;
}

/** A change that an object's subresource takes, and not it itself. */
export interface SubresourcePatch extends Write {
  readonly subresource: string;
  /** A strategic merge patch: items of lists are found by their keys. */
  readonly strategic: PatchBody;
  readonly inputPaths: InputPaths;
}

/**
 * What is to be changed of an object as it was just read; or why that cannot be done. A strategic merge patch merges lists by their keys, where the
 * kind is one of Kubernetes' own: custom resources take JSON merge patches alone. An update puts whole fields in the place of others, by a
 * subresource.
 */
export type Change =
  | { readonly strategic: PatchBody; readonly inputPaths: InputPaths }
  | { readonly merge: PatchBody; readonly inputPaths: InputPaths }
  | { readonly update: object; readonly subresource: string; readonly inputPaths: InputPaths }
  | { readonly refusals: readonly UserError[] };

export interface ReadAndPatch<T> extends Write {
  /** What else is read for it is read as the caller, from the API server. */
  readonly change: (current: T, read: Read, signal: AbortSignal) => Change | Promise<Change>;
  /** A refusal that reads like one of permission, as those of admission do, and that the caller can mend all the same. */
  readonly mendable?: (error: FairwayError) => UserError | null;
}

/** Reads an object as the caller, from the API server. */
export type Read = (ref: ObjectRef) => Promise<Manifest>;

/** A whole object: with a name, or with a `generateName` of which the API server makes one. */
export interface NewObject {
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export interface Creation {
  readonly cluster: ClusterName;
  readonly resource: GroupResource;
  /** Empty for kinds that live in none. */
  readonly namespace: string;
  /** The object, or how it is made of what is there; what is read for it is read as the caller, from the API server. */
  readonly body: NewObject | ((read: Read) => Promise<NewObject | { readonly refusals: readonly UserError[] }>);
  /** The name stands for what is to be done once: where there is one of it, an earlier attempt made it, and it is the answer. */
  readonly once?: boolean;
  readonly dryRun: boolean;
  readonly inputPaths: InputPaths;
}

/** What became of a write; the same for the payloads of all mutations. */
export interface WriteResult<T> {
  /** The object as the API server answered with it; null when there are errors. */
  readonly row: Row<T> | null;
  readonly userErrors: readonly UserError[];
  /** From where on reads show the write; null when nothing was written. */
  readonly revision: string | null;
}

/** Why a write was not done, as far as the caller can mend it; with what the API server said, where it was asked. */
export interface Refusals {
  readonly refusals: readonly UserError[];
  readonly cause?: FairwayError;
}

/** How often a patch is tried again that somebody else's change came before. Controllers write a status in bursts. */
const MAX_ATTEMPTS = 6;

/**
 * Patches an object as the caller, once, however many passes the mutation takes; null in a pass before it is done. What the
 * caller can mend is among the user errors; a refusal by permission, or by a cluster that is not there, is thrown.
 *
 * Nothing is read first: the API server checks permission before existence, so its answer tells nobody more than they
 * may know, and what memory holds might be older than what the caller has just been told.
 */
export function patchObject<T extends Manifest>(
  ctx: DomainContext,
  tried: Attempt,
  { inputPaths, ...write }: Patch | SubresourcePatch,
): WriteResult<T> | null {
  const { target, expectedResourceVersion, dryRun } = write;
  const [change, how] =
    "merge" in write
      ? ([write.merge, { type: "merge" }] as const)
      : ([write.strategic, { type: "strategic", subresource: write.subresource }] as const);
  if (!isReachable(ctx, target)) return refused(notFound(target));
  return perform<T>(ctx, tried, { place: target, dryRun }, async (writer, signal) => {
    try {
      const body = pinned(change, target, expectedResourceVersion);
      return await writer.patch(refOf(target), body, { ...how, dryRun, signal });
    } catch (error) {
      return refusalsOf(error, write, inputPaths);
    }
  });
}

/**
 * As `patchObject`, for a change that depends on what is there. The object is read from the API server, and the patch is
 * good for the version that was read alone: a container that has just been removed must not come back as an image
 * without anything else. Where the caller expects no version, a change in between means to read again.
 */
export function readAndPatchObject<T extends Manifest>(
  ctx: DomainContext,
  tried: Attempt,
  { change, mendable, ...write }: ReadAndPatch<T>,
): WriteResult<T> | null {
  const { target, expectedResourceVersion, dryRun } = write;
  if (!isReachable(ctx, target)) return refused(notFound(target));
  return perform<T>(ctx, tried, { place: target, dryRun }, async (writer, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      let inputPaths: InputPaths = {};
      try {
        const { object, resourceVersion } = await writer.get(refOf(target), { signal });
        if (target.uid !== undefined && object.metadata.uid !== target.uid) return { refusals: [notFound(target)] };
        if (expectedResourceVersion != null && expectedResourceVersion !== resourceVersion) {
          return { refusals: [conflict(`It has the resourceVersion ${resourceVersion} by now`, true)] };
        }
        const changed = await change(object as T, readingBy(writer, signal), signal);
        if ("refusals" in changed) return changed;
        inputPaths = changed.inputPaths;
        if ("update" in changed) {
          const { update, subresource } = changed;
          return await writer.update(refOf(target), update, { subresource, resourceVersion, dryRun, signal });
        }
        const type = "merge" in changed ? "merge" : "strategic";
        const body = pinned("merge" in changed ? changed.merge : changed.strategic, target, resourceVersion);
        return await writer.patch(refOf(target), body, { type, dryRun, signal });
      } catch (error) {
        const isOvertaken = error instanceof FairwayError && error.code === "CONFLICT";
        if (isOvertaken && expectedResourceVersion == null && attempt < MAX_ATTEMPTS) continue;
        const mended = error instanceof FairwayError ? mendable?.(error) : null;
        if (mended) return { refusals: [mended], cause: error as FairwayError };
        return refusalsOf(error, write, inputPaths);
      }
    }
  });
}

/**
 * Creates an object as the caller, once, however many passes the mutation takes; null in a pass before it is done. That there is one of that name
 * already is a CONFLICT among the user errors.
 */
export function createObject<T extends Manifest>(
  ctx: DomainContext,
  tried: Attempt,
  { body, once = false, inputPaths, dryRun, ...place }: Creation,
): WriteResult<T> | null {
  if (!ctx.reader.clusters().includes(place.cluster)) throw unknownCluster(place.cluster, "input");
  if (place.namespace !== "" && !isPathSegment(place.namespace)) {
    throw new FairwayError("BAD_USER_INPUT", "It cannot be the name of a namespace", { field: "input" });
  }
  return perform<T>(ctx, tried, { place, dryRun }, async (writer, signal) => {
    let name: string | undefined;
    try {
      const made = typeof body === "function" ? await body(readingBy(writer, signal)) : body;
      if ("refusals" in made) return made as Refusals;
      name = made.metadata.name;
      return await writer.create(place, made, { dryRun, signal });
    } catch (error) {
      const isThere = error instanceof UpstreamError && error.reason === "AlreadyExists";
      if (once && isThere && name !== undefined) return await writer.get({ ...place, name }, { signal });
      return refusalsOf(error, { target: { ...place, name: name ?? "" } }, inputPaths);
    }
  });
}

function readingBy(writer: ClusterAccess["writer"], signal: AbortSignal): Read {
  return async (ref) => {
    // What the caller names may be read for what he wants to make.
    if (!isPathSegment(ref.name)) throw new FairwayError("NOT_FOUND", notFound(ref).message, { cluster: ref.cluster });
    return (await writer.get(ref, { signal })).object;
  };
}

export function refused(...userErrors: readonly UserError[]): WriteResult<never> {
  return { row: null, userErrors, revision: null };
}

/** Whether there can be such an object at all, as far as that is known without asking. */
export function isReachable({ reader }: DomainContext, { cluster, namespace, name }: Target): boolean {
  // An id outlives the registration of its cluster.
  return reader.clusters().includes(cluster) && isPathSegment(name) && (namespace === "" || isPathSegment(namespace));
}

/** Has something done once, however many passes the mutation takes; null in a pass before it is. */
export function perform<T extends Manifest>(
  ctx: DomainContext,
  tried: Attempt,
  { place, dryRun }: { readonly place: Pick<Target, "cluster" | "resource">; readonly dryRun: boolean },
  send: (writer: ClusterAccess["writer"], signal: AbortSignal) => Promise<Written | Refusals>,
): WriteResult<T> | null {
  const { cluster, resource } = place;
  const { writer } = ctx.clusters.get(cluster);
  const outcome = tried.effect(
    (signal) => send(writer, signal),
    (sent) => ("refusals" in sent ? resultOfErrors(sent.refusals, sent.cause) : { outcome: "ok" }),
  );
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  if ("refusals" in outcome.value) return refused(...outcome.value.refusals);
  const { object, resourceVersion } = outcome.value;
  const scope: Scope = { cluster, resource };
  const revision = dryRun ? null : closeRevision(ctx, [{ scope, rv: resourceVersion }]);
  return { row: rowOf<T>(scope, object as T), userErrors: [], revision };
}

export function refOf({ cluster, resource, namespace, name }: Target): ObjectRef {
  return { cluster, resource, namespace, name };
}

/** The patch, good for this very object and this very version alone, as far as those are given. */
function pinned(body: PatchBody, { uid }: Target, resourceVersion: string | null | undefined): PatchBody {
  return {
    ...body,
    metadata: {
      ...body.metadata,
      ...(uid !== undefined && { uid }),
      ...(resourceVersion != null && { resourceVersion }),
    },
  };
}

/** What the caller can mend of a failure; what he cannot is thrown. */
export function refusalsOf(
  error: unknown,
  { target, expectedResourceVersion }: Pick<Write, "target"> & Partial<Write>,
  inputPaths: InputPaths,
): Refusals {
  if (!(error instanceof FairwayError)) throw error;
  const refusals = userErrorsOf(error, target, inputPaths, expectedResourceVersion != null);
  return { refusals, cause: error };
}
