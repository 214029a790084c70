/** An error as the gateway words it. `code` is one of docs/errors.md. */
export interface GraphQLErrorShape {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: { readonly code?: string; readonly retryable?: boolean; readonly [more: string]: unknown };
}

/** Closings of a WebSocket that the next connection would meet again: see docs/errors.md. */
const mistakes: ReadonlySet<number> = new Set([
  ...[1002, 1003, 1007, 1008, 1009, 1010],
  ...[4400, 4401, 4403, 4406, 4409, 4429, 4500],
]);

/** An operation that failed as a whole. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  /** The first error's code, or the number with which the WebSocket was closed; undefined where neither is known. */
  readonly code: string | number | undefined;
  /** The same may succeed later. */
  readonly retryable: boolean;
  readonly errors: readonly GraphQLErrorShape[];

  private constructor(
    message: string,
    code: string | number | undefined,
    retryable: boolean,
    errors: readonly GraphQLErrorShape[] = [],
  ) {
    super(message);
    this.code = code;
    this.retryable = retryable;
    this.errors = errors;
  }

  /** Of a response without `data`. */
  static ofResponse(errors: readonly GraphQLErrorShape[], status?: number): GatewayError {
    const [first] = errors;
    // Something between here and the gateway answered: a proxy that has no gateway behind it, say.
    if (!first) return new GatewayError(`No GraphQL response (status ${status ?? "unknown"})`, undefined, true);
    const retryable = errors.every(({ extensions }) => extensions?.retryable === true);
    return new GatewayError(first.message, first.extensions?.code, retryable, errors);
  }

  /** Of what graphql-ws gives: the gateway's errors, a CloseEvent, an error event, or a defect. */
  static ofSocket(cause: unknown): GatewayError {
    if (Array.isArray(cause)) return GatewayError.ofResponse(cause as GraphQLErrorShape[]);
    const { code, reason, type, message } = cause as Partial<Record<string, unknown>>;
    if (typeof code === "number") {
      const words = `The connection was closed: ${code} ${String(reason ?? "")}`.trimEnd();
      return new GatewayError(words, code, !mistakes.has(code));
    }
    return new GatewayError(`The connection failed: ${String(message || type)}`, undefined, type === "error");
  }

  /** The consumer takes deltas more slowly than they come. */
  static behind(): GatewayError {
    return new GatewayError("The consumer has fallen behind", undefined, true);
  }
}
