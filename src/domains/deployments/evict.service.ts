import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { closeRevision, UserError } from "../../graphql/index.ts";
import { UpstreamError } from "../../kubernetes/index.ts";
import type { RevisionPart, Row } from "../../state/index.ts";
import type { ClusterAccess, DomainContext } from "../context.ts";
import {
  type Attempt,
  attempt,
  isReachable,
  missingConfirmation,
  notFound,
  refused,
  resultOfErrors,
  rowOf,
  type Target,
  targetOf,
  userErrorsOf,
  type WriteResult,
} from "../resources/index.ts";
import type { PodEvictInput } from "./evict.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS } from "./pod.type.ts";

const pods = { group: "", resource: PODS, namespaced: true };
const subresource = "eviction";

/** Evicts a pod as the caller; null in a pass before it is done. */
export function evictPod(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: PodEvictInput,
): WriteResult<PodManifest> | null {
  return attempt(ctx, info, { verb: "create", dryRun: input.dryRun }, (tried) => evict(ctx, tried, input));
}

function evict(ctx: DomainContext, tried: Attempt, input: PodEvictInput): WriteResult<PodManifest> | null {
  const { by, dryRun, gracePeriodSeconds, expectedResourceVersion, confirm } = input;
  const target = targetOf(ctx, PODS, by, "input.by");
  tried.at({ ...target, resource: `${PODS}/${subresource}` });
  if (gracePeriodSeconds != null && gracePeriodSeconds < 0) {
    const message = "gracePeriodSeconds must not be negative";
    return refused(new UserError("INVALID", message, "input.gracePeriodSeconds"));
  }
  if (!isReachable(ctx, target)) return refused(notFound(target));
  const { cluster, resource, namespace, name, uid } = target;
  const access = ctx.clusters.get(cluster);
  const preconditions = {
    ...(uid !== undefined && { uid }),
    ...(expectedResourceVersion != null && { resourceVersion: expectedResourceVersion }),
  };
  const outcome = tried.effect(
    async (signal) => {
      const eviction = { verb: "create", resource: pods, subresource, target } as const;
      const missing = dryRun ? null : await missingConfirmation(access, eviction, confirm, signal);
      if (missing) return { refusals: [missing] };
      const options = { preconditions, dryRun, signal, ...(gracePeriodSeconds != null && { gracePeriodSeconds }) };
      try {
        await access.writer.evict({ cluster, resource, namespace, name }, options);
      } catch (error) {
        if (!(error instanceof FairwayError)) throw error;
        return { refusals: refusalsOf(error, target, expectedResourceVersion != null), cause: error };
      }
      return { left: await leftOf(access, target, signal) };
    },
    (sent) => ("refusals" in sent ? resultOfErrors(sent.refusals, sent.cause) : { outcome: "ok" }),
  );
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  if ("refusals" in outcome.value) return refused(...outcome.value.refusals);
  const { left } = outcome.value;
  const gone = uid === undefined ? null : { scope: { cluster, resource }, gone: { namespace, name, uid } };
  const part: RevisionPart | null = left ? { scope: left.scope, rv: left.version } : gone;
  return { row: left, userErrors: [], revision: part && !dryRun ? closeRevision(ctx, [part]) : null };
}

/** The API server answers an eviction without the pod, whose containers may take their time. */
async function leftOf(
  { writer }: ClusterAccess,
  { cluster, resource, namespace, name, uid }: Target,
  signal: AbortSignal,
): Promise<Row<PodManifest> | null> {
  try {
    const { object } = await writer.get({ cluster, resource, namespace, name }, { signal });
    // A stateful set may have made its successor already.
    if (uid !== undefined && object.metadata.uid !== uid) return null;
    return rowOf<PodManifest>({ cluster, resource }, object as PodManifest);
  } catch (error) {
    // It is done all the same, whatever the caller may see of it.
    if (error instanceof FairwayError) return null;
    throw error;
  }
}

/** A budget's refusal is for the caller to mend, and says which budget it is. */
function refusalsOf(error: FairwayError, target: Target, hasExpectation: boolean): readonly UserError[] {
  const causes = error instanceof UpstreamError ? error.causes : [];
  const budgets = causes.filter(({ reason }) => reason === "DisruptionBudget");
  if (error.code !== "TOO_MANY_REQUESTS" || budgets.length === 0) {
    return userErrorsOf(error, target, {}, hasExpectation);
  }
  const told = budgets.flatMap(({ message }) => (message ? [message] : []));
  return [new UserError("TOO_MANY_REQUESTS", [error.message, ...told].join(" "), "input.by")];
}
