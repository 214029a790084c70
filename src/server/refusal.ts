import { type ErrorCode, FairwayError } from "../errors/index.ts";

export interface RefusalDetails {
  /** Where HTTP has a more exact one than the code's own. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is answered before it reaches the engine. */
export class Refusal extends FairwayError {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, { status, headers = {} }: RefusalDetails = {}) {
    super(code, message);
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

export function refusalBody(error: FairwayError, requestId: string): Buffer {
  return Buffer.from(JSON.stringify({ errors: [formatRefusal(error, requestId)] }));
}
