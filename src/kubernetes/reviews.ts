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

/** Whose access is asked about. */
export interface ReviewSubject {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

interface Review {
  readonly status?: { readonly allowed?: boolean; readonly evaluationError?: string };
}

interface RulesReview {
  readonly status?: { readonly incomplete?: boolean };
}

const apiVersion = "authorization.k8s.io/v1";

/** Whether the cluster would let this happen. Throws where that is not known, which must never be taken for a yes. */
export async function selfSubjectAccessReview(
  connection: ClusterConnection,
  attributes: ResourceAttributes,
  options: ReviewOptions = {},
): Promise<boolean> {
  const spec = { resourceAttributes: attributes };
  return allowedBy(connection, await put<Review>(connection, "SelfSubjectAccessReview", spec, options));
}

/** As `selfSubjectAccessReview`, about somebody else. The gateway's own credential must be allowed to ask that. */
export async function subjectAccessReview(
  connection: ClusterConnection,
  { username, ...subject }: ReviewSubject,
  attributes: ResourceAttributes,
  options: ReviewOptions = {},
): Promise<boolean> {
  const spec = { user: username, ...subject, resourceAttributes: attributes };
  return allowedBy(connection, await put<Review>(connection, "SubjectAccessReview", spec, options));
}

/**
 * Whether the cluster's authorizers can all say by which rules they decide, as RBAC can and a webhook cannot: the server
 * marks the rules of anybody as incomplete where one of them does not.
 */
export async function enumeratesRules(connection: ClusterConnection, options: ReviewOptions = {}): Promise<boolean> {
  const spec = { namespace: "default" };
  const review = await put<RulesReview>(connection, "SelfSubjectRulesReview", spec, options);
  return review?.status?.incomplete === false;
}

async function put<T>(
  connection: ClusterConnection,
  kind: string,
  spec: object,
  options: ReviewOptions,
): Promise<T | null> {
  const path = `/apis/${apiVersion}/${kind.toLowerCase()}s`;
  const body = { apiVersion, kind, spec };
  return (await connection.request<T | null>({ ...options, method: "POST", changesNothing: true, path, body })).body;
}

function allowedBy(connection: ClusterConnection, body: Review | null): boolean {
  const allowed = body?.status?.allowed;
  if (typeof allowed === "boolean") return allowed;
  const message = `Cluster "${connection.name}" did not answer an access review.`;
  throw new UpstreamError("UPSTREAM_REJECTED", message, { cluster: connection.name });
}
