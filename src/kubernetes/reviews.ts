import type { ClusterConnection } from "./connection.ts";
import { UpstreamError } from "./upstream-errors.ts";

/** What somebody may want to do. Absent fields mean: any. */
export interface ResourceAttributes {
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface ReviewOptions {
  /** In milliseconds. Default: the connection's. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Whose access is asked about, where that is not the gateway's own: impersonation, or the caller's token. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

interface Review {
  readonly status?: { readonly allowed?: boolean; readonly evaluationError?: string };
}

/** Whether the cluster would let this happen. Throws where that is not known, which must never be taken for a yes. */
export async function selfSubjectAccessReview(
  connection: ClusterConnection,
  attributes: ResourceAttributes,
  options: ReviewOptions = {},
): Promise<boolean> {
  const { body } = await connection.request<Review | null>({
    ...options,
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: attributes },
    },
  });
  const allowed = body?.status?.allowed;
  if (typeof allowed === "boolean") return allowed;
  const message = `Cluster "${connection.name}" did not answer an access review.`;
  throw new UpstreamError("UPSTREAM_REJECTED", message, { cluster: connection.name });
}
