import type { AuditEntry, AuditTrail } from "../audit/index.ts";
import { FairwayError, toFairwayError } from "../errors/index.ts";
import {
  type CallerIdentity,
  type KubernetesObject,
  type ObjectRef,
  UpstreamError,
  type Writer,
} from "../kubernetes/index.ts";
import { markOf, withMark } from "./marks.ts";
import type { OperationManifest } from "./operation.manifest.ts";
import type { StepAccess } from "./operation-type.ts";

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** The clusters, for those who act there on behalf of somebody who is not there. */
export interface ActingClusters {
  /** Throws UNKNOWN_CLUSTER. */
  readonly writer: (cluster: string) => Pick<Writer, "get" | "patch">;
  /** With which headers a cluster knows him without a token. Throws FORBIDDEN where it cannot. */
  readonly headers: (principal: CallerIdentity, cluster: string) => Headers;
  /** Why nothing may be written there for him; null where it may. */
  readonly readOnly: (principal: CallerIdentity, cluster: string) => string | null;
}

export interface PrincipalAccessOptions {
  readonly clusters: ActingClusters;
  readonly audit: Pick<AuditTrail, "of">;
  readonly now: () => number;
}

/** How often a patch is tried again that somebody else's change came before. */
const maxAttempts = 6;

/**
 * The clusters as one step of an operation reaches them. An effect leaves its mark in the same write as the effect, good
 * for the version alone in which there was no mark: of two replicas that both believe that they lead, one finds the mark or a
 * conflict. `mayAct` throws where this one does not lead any more, which spares most of those cases.
 */
export function principalAccess(
  { clusters, audit, now }: PrincipalAccessOptions,
  operation: OperationManifest,
  step: number,
  mayAct: () => void,
  signal: AbortSignal,
): StepAccess {
  const { uid, name } = operation.metadata;
  const { principal, type } = operation.spec as NonNullable<OperationManifest["spec"]>;
  const trail = audit.of({ requestId: name, transport: "operation", principal });

  async function get(ref: ObjectRef): Promise<KubernetesObject> {
    const headers = clusters.headers(principal, ref.cluster);
    return (await clusters.writer(ref.cluster).get(ref, { headers, signal })).object;
  }

  async function patch(ref: ObjectRef, body: object): Promise<KubernetesObject> {
    const { cluster, resource, namespace, name: object } = ref;
    const entry: AuditEntry = {
      action: "mutation",
      operation: { type: "mutation", name, field: type },
      verb: "patch",
      object: { cluster, resource, ...(namespace && { namespace }), name: object },
      dryRun: false,
    };
    await trail.received(entry);
    try {
      const why = clusters.readOnly(principal, cluster);
      if (why !== null) throw new FairwayError("READ_ONLY", why, { cluster });
      const headers = clusters.headers(principal, cluster);
      mayAct();
      const written = await clusters.writer(cluster).patch(ref, body, { type: "strategic", headers, signal });
      await trail.completed(entry, { outcome: "ok" });
      return written.object;
    } catch (error) {
      const status = error instanceof UpstreamError && !error.isSilence ? { status: error.httpStatus } : {};
      await trail.completed(entry, { outcome: toFairwayError(error).code, ...status });
      throw error;
    }
  }

  const access: StepAccess = {
    get: async <T extends KubernetesObject>(ref: ObjectRef) => (await get(ref)) as T,
    effect: async (ref, effectOf) => {
      for (let attempt = 1; ; attempt += 1) {
        const current = await get(ref);
        const { annotations, resourceVersion } = current.metadata;
        const done = markOf(annotations, uid, step);
        if (done) return { object: current as never, remembered: done.remember };
        const { patch: change, remember } = effectOf(current as never);
        const metadata = { resourceVersion, annotations: withMark(annotations, { operation: uid, step, remember }) };
        try {
          return { object: (await patch(ref, { ...change, metadata })) as never, remembered: remember };
        } catch (error) {
          if (toFairwayError(error).code !== "CONFLICT" || attempt >= maxAttempts) throw error;
        }
      }
    },
    now,
  };
  return access;
}
