import { GraphQLError } from "graphql";
import { type FairwayError, toFairwayError } from "../errors/index.ts";

/**
 * The error as a caller may see it, with `code`, `cluster`, `retryable`, `retryAfterMs` and `field` in its extensions.
 * Errors of the document and its values keep their text; whatever nobody wrote for callers is masked as INTERNAL.
 */
export function toGraphQLError(error: unknown): GraphQLError {
  const cause = innermost(error);
  const located = error instanceof GraphQLError ? error : undefined;
  if (cause instanceof GraphQLError && isAboutInput(cause, located)) {
    const code = typeof cause.extensions.code === "string" ? cause.extensions.code : "BAD_USER_INPUT";
    return relocate(
      located ?? cause,
      (located ?? cause).message,
      { ...cause.extensions, code, retryable: false },
      cause,
    );
  }
  const coded = toFairwayError(cause);
  return relocate(located, coded.message, extensionsOf(coded), coded);
}

/** graphql-js wraps what a resolver throws, more than once for errors of arguments. */
function innermost(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/**
 * Found before any field was resolved, or about a field's arguments. What graphql-js finds when it completes a field's
 * value (an object of another type, an enum that has no such value) quotes that value, and is our own defect.
 */
function isAboutInput(cause: GraphQLError, located: GraphQLError | undefined): boolean {
  return located?.path === undefined || cause.message.startsWith('Argument "');
}

function extensionsOf({ code, cluster, retryable, retryAfterMs, field }: FairwayError): Record<string, unknown> {
  return {
    code,
    retryable,
    ...(cluster !== undefined && { cluster }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(field !== undefined && { field }),
  };
}

function relocate(
  at: GraphQLError | undefined,
  message: string,
  extensions: Record<string, unknown>,
  originalError: Error,
): GraphQLError {
  return new GraphQLError(message, {
    nodes: at?.nodes ?? null,
    source: at?.source ?? null,
    positions: at?.positions ?? null,
    path: at?.path ?? null,
    originalError,
    extensions,
  });
}
