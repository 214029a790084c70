import { type ErrorCode, type ErrorDetails, FairwayError } from "../errors/index.ts";
import { isStatus, type StatusCause } from "./types.ts";

export interface UpstreamDetails extends ErrorDetails {
  readonly httpStatus?: number;
  readonly reason?: string;
  readonly causes?: readonly StatusCause[];
}

/** What went wrong between the gateway and an API server, with what the API server said about it. */
export class UpstreamError extends FairwayError {
  /** The HTTP status; 0 when no answer came. */
  readonly httpStatus: number;
  /** The API server's word for it, such as `AlreadyExists`, where it gave one. */
  readonly reason: string | undefined;
  /** Which fields were rejected, and why. */
  readonly causes: readonly StatusCause[];

  constructor(code: ErrorCode, message: string, details: UpstreamDetails = {}) {
    super(code, message, details);
    this.name = "UpstreamError";
    this.httpStatus = details.httpStatus ?? 0;
    this.reason = details.reason;
    this.causes = details.causes ?? [];
  }

  /** The version, or the continuation of a list, was compacted away: only a new list helps. */
  get isExpired(): boolean {
    return this.httpStatus === 410;
  }

  /**
   * The server sheds load. A 429 with a Status is about what was asked for: an eviction that a budget forbids, a store
   * that is being filled.
   */
  get isOverload(): boolean {
    return this.httpStatus === 429 && this.reason === undefined;
  }

  /** Nobody answered: the connection failed, or the deadline passed. The server may be gone. */
  get isSilence(): boolean {
    return this.httpStatus === 0;
  }
}

const codesByStatus = new Map<number, ErrorCode>([
  [401, "CLUSTER_UNAUTHENTICATED"],
  [403, "FORBIDDEN"],
  [404, "NOT_FOUND"],
  [409, "CONFLICT"],
  [422, "INVALID"],
  [429, "TOO_MANY_REQUESTS"],
]);

/**
 * The error for an answer that is not a success. Of the body only `Status.message` is shown: other bodies come from
 * proxies and webhooks, and may quote what was sent.
 */
export function fromStatus(
  cluster: string,
  httpStatus: number,
  body: unknown,
  retryAfterHeader?: string,
): UpstreamError {
  const status = isStatus(body) ? body : undefined;
  const code = codesByStatus.get(httpStatus) ?? (httpStatus >= 500 ? "CLUSTER_UNAVAILABLE" : "UPSTREAM_REJECTED");
  const retryAfter = status?.details?.retryAfterSeconds ?? Number(retryAfterHeader ?? Number.NaN);
  return new UpstreamError(code, status?.message || `Cluster "${cluster}" answered with HTTP status ${httpStatus}.`, {
    cluster,
    httpStatus,
    ...(status?.reason && { reason: status.reason }),
    ...(status?.details?.causes && { causes: status.details.causes }),
    ...(Number.isFinite(retryAfter) && { retryAfterMs: retryAfter * 1000 }),
  });
}

/** The error for a request that was never answered. Shows the system's error code alone, as in `ECONNREFUSED`. */
export function fromFailure(cluster: string, cause: unknown): UpstreamError {
  const code = errorCode(cause);
  const why = code ? ` (${code})` : "";
  return new UpstreamError("CLUSTER_UNAVAILABLE", `Cluster "${cluster}" cannot be reached${why}.`, { cluster, cause });
}

export function fromDeadline(cluster: string, deadlineMs: number): UpstreamError {
  const message = `Cluster "${cluster}" did not answer within ${deadlineMs} ms.`;
  return new UpstreamError("CLUSTER_TIMEOUT", message, { cluster });
}

function errorCode(error: unknown): string | undefined {
  // Happy eyeballs: several addresses were tried, and each failed in its own way.
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : undefined;
}
