import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import {
  attempt,
  type Change,
  type ObjectByInput,
  readAndPatchObject,
  readTarget,
  targetOf,
  type WriteResult,
} from "../resources/index.ts";
import { revisionOf } from "./deployment.mapping.ts";
import { DEPLOYMENTS } from "./deployment.type.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";
import { annotationsRestored, isSameTemplate, type RecordedRevision, revisionToRestore } from "./revisions.mapping.ts";
import { revisionsOf } from "./revisions.service.ts";
import { STATEFUL_SETS } from "./stateful-set.type.ts";

export interface Undo {
  readonly by: ObjectByInput;
  readonly toRevision?: number | null;
  readonly expectedResourceVersion?: string | null;
  readonly dryRun: boolean;
}

interface Revised extends Manifest {
  readonly spec?: { readonly paused?: boolean; readonly template?: PodTemplateManifest };
  readonly status?: { readonly observedGeneration?: number; readonly updateRevision?: string };
}

/** Gives a workload the template again that it had in an earlier revision. */
export function undoRollout<M extends Manifest>(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  resource: string,
  { by, toRevision, expectedResourceVersion, dryRun }: Undo,
): WriteResult<M> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, resource, by, "input.by"));
    const row = readTarget(ctx, target);
    const revisions = row ? revisionsOf(ctx, row) : [];
    // In a pass that waits for memory nothing is to be sent yet: the effect is not begun while something is missing.
    return readAndPatchObject<M>(ctx, tried, {
      target,
      expectedResourceVersion,
      dryRun,
      change: (current) => {
        const isOther = row !== null && row.uid !== current.metadata.uid;
        return changeOf(resource, current as Manifest as Revised, isOther ? [] : revisions, toRevision || undefined);
      },
    });
  });
}

/** `revisions` as memory has them, the newest first; `current` as it was just read. */
export function changeOf(
  resource: string,
  current: Revised,
  revisions: readonly RecordedRevision[],
  number: number | undefined,
): Change {
  const refuse = (code: "INVALID" | "NOT_FOUND" | "CONFLICT", message: string, field: string): Change => ({
    refusals: [new UserError(code, message, field)],
  });
  if (current.spec?.paused) return refuse("INVALID", "The deployment is paused: resume it first", "input.by");
  // "The one before" is another one while the newest is not known: it would go back too far.
  if (number === undefined && !isRecorded(resource, current, revisions[0])) {
    return refuse("CONFLICT", "Its newest template is not recorded yet: try again, or name a revision", "input.by");
  }
  const wanted = revisionToRestore(revisions, number);
  if (!wanted) {
    return number === undefined
      ? refuse("NOT_FOUND", "There is no earlier revision to go back to", "input.by")
      : refuse("NOT_FOUND", `There is no revision ${number}`, "input.toRevision");
  }
  const template = { ...wanted.template, $patch: "replace" };
  const annotations =
    resource === DEPLOYMENTS && !isSameTemplate(wanted.template, current.spec?.template)
      ? annotationsRestored(current.metadata.annotations ?? {}, wanted.annotations)
      : undefined;
  return {
    strategic: { ...(annotations && { metadata: { annotations } }), spec: { template } },
    inputPaths: {},
  };
}

/** Whether the newest revision that is known is the one of the template that the object has now. */
function isRecorded(resource: string, current: Revised, newest: RecordedRevision | undefined): boolean {
  const { metadata, spec, status } = current;
  if (!newest || (metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) return false;
  if (resource === DEPLOYMENTS) return revisionOf(current) === newest.number;
  if (resource === STATEFUL_SETS) return status?.updateRevision === newest.name;
  return isSameTemplate(newest.template, spec?.template);
}
