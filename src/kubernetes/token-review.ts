import type { ClusterConnection } from "./connection.ts";
import { UpstreamError } from "./upstream-errors.ts";
import type { CallOptions } from "./writer.ts";

/** Who a token belongs to, as the cluster's authenticators say. */
export interface ReviewedUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

interface TokenReview {
  readonly status?: { readonly authenticated?: boolean; readonly user?: Partial<ReviewedUser> };
}

/** The token's owner, or null when the cluster does not know it. Throws where that is not known. */
export async function reviewToken(
  connection: ClusterConnection,
  token: string,
  options: Pick<CallOptions, "deadlineMs" | "signal"> = {},
): Promise<ReviewedUser | null> {
  const { body } = await connection.request<TokenReview>({
    method: "POST",
    changesNothing: true,
    path: "/apis/authentication.k8s.io/v1/tokenreviews",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token } },
    ...options,
  });
  const { status } = body;
  if (!status) {
    const message = `Cluster "${connection.name}" did not answer a token review.`;
    throw new UpstreamError("UPSTREAM_REJECTED", message, { cluster: connection.name });
  }
  return status.authenticated === true ? userOf(status.user) : null;
}

interface SelfSubjectReview {
  readonly status?: { readonly userInfo?: Partial<ReviewedUser> };
}

/** Whom the cluster takes the one who asks for, as `kubectl auth whoami` shows it. */
export async function reviewSelf(
  connection: ClusterConnection,
  options: Pick<CallOptions, "deadlineMs" | "signal" | "headers"> = {},
): Promise<ReviewedUser> {
  const { body } = await connection.request<SelfSubjectReview>({
    method: "POST",
    changesNothing: true,
    path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    ...options,
  });
  const user = userOf(body.status?.userInfo);
  if (user) return user;
  const message = `Cluster "${connection.name}" did not say who is asking.`;
  throw new UpstreamError("UPSTREAM_REJECTED", message, { cluster: connection.name });
}

function userOf({ username, uid, groups, extra }: Partial<ReviewedUser> = {}): ReviewedUser | null {
  if (!username) return null;
  return { username, ...(uid !== undefined && { uid }), ...(groups && { groups }), ...(extra && { extra }) };
}
