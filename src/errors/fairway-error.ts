import { codes, type ErrorCode } from "./codes.ts";

export interface ErrorDetails {
  /** The registered name of the cluster concerned. */
  cluster?: string;
  /** Path of the input field concerned, as in `input.replicas`. */
  field?: string;
  /** Milliseconds after which a retry makes sense, where the source said so. */
  retryAfterMs?: number;
  /** Logged, never sent to a caller: it may hold what the caller must not see. */
  cause?: unknown;
}

/** An error whose message was written for the caller. Everything else that is thrown is masked as INTERNAL. */
export class FairwayError extends Error {
  readonly code: ErrorCode;
  readonly cluster: string | undefined;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "FairwayError";
    this.code = code;
    this.cluster = details.cluster;
    this.field = details.field;
    this.retryAfterMs = details.retryAfterMs;
  }

  get retryable(): boolean {
    return codes[this.code].retryable;
  }

  get status(): number {
    return codes[this.code].status;
  }
}

/** The error as it is if it was meant for callers, else a masked INTERNAL that keeps it as its cause. */
export function toFairwayError(error: unknown): FairwayError {
  if (error instanceof FairwayError) return error;
  return new FairwayError("INTERNAL", "Internal error", { cause: error });
}
