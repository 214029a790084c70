import { type ErrorCode, FairwayError } from "../errors/index.ts";

export interface RefusalDetails {
  /** Where HTTP has a more exact one than the code's own. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds after which the same request may pass. */
  readonly retryAfterMs?: number;
}

/** A request that is answered before it reaches the engine. */
export class Refusal extends FairwayError {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, { status, headers = {}, retryAfterMs }: RefusalDetails = {}) {
    super(code, message, retryAfterMs === undefined ? {} : { retryAfterMs });
    this.name = "Refusal";
    this.httpStatus = status ?? this.status;
    this.headers = headers;
  }
}

/** The error as GraphQL clients read it; the same members as the engine gives its own errors. */
export function formatRefusal(error: FairwayError, requestId: string): object {
  return {
    message: error.message,
    extensions: {
      code: error.code,
      requestId,
      retryable: error.retryable,
      ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    },
  };
}

/** The HTTP headers that say of a refusal what its body says. */
export function refusalHeaders(error: FairwayError, requestId: string): Record<string, string> {
  return {
    "x-request-id": requestId,
    ...(error.retryAfterMs !== undefined && { "retry-after": retryAfter(error.retryAfterMs) }),
  };
}

/** The value of `Retry-After`: whole seconds, and not too early. */
export function retryAfter(milliseconds: number): string {
  return String(Math.max(1, Math.ceil(milliseconds / 1_000)));
}

export function refusalBody(error: FairwayError, requestId: string): Buffer {
  return Buffer.from(JSON.stringify({ errors: [formatRefusal(error, requestId)] }));
}
