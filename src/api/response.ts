import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from "graphql";
import { codes, type ErrorCode, FairwayError, toFairwayError } from "../errors/index.ts";
import type { Environment } from "./environment.ts";
import type { Reply } from "./transport.ts";

type Log = Environment["onInternalError"];

/** An error as callers see it: a code of the closed table always, and a fixed text for everything unexpected. */
export function formatError(error: unknown, requestId: string, log: Log): GraphQLFormattedError {
  const graphql = error instanceof GraphQLError ? error : undefined;
  const cause = graphql ? graphql.originalError : error;
  const where = {
    ...(graphql?.path && { path: graphql.path }),
    ...(graphql?.locations && { locations: graphql.locations }),
  };
  // What graphql-js itself finds in an operation's variables and arguments carries no cause, and is for the caller.
  // Its other causeless errors (a null where the schema allows none) are defects of ours.
  const own = graphql !== undefined && cause === undefined && !graphql.message.startsWith("Cannot return null");
  if (own) {
    return { message: graphql.message, ...where, extensions: { ...graphql.extensions, ...known(graphql, requestId) } };
  }
  const fairway = toFairwayError(cause ?? error);
  if (fairway.code === "INTERNAL") log(fairway.cause ?? fairway, requestId);
  return { message: fairway.message, ...where, extensions: extensionsOf(fairway, requestId) };
}

function known(error: GraphQLError, requestId: string): Record<string, unknown> {
  const code = String(error.extensions.code ?? "BAD_USER_INPUT");
  return { code: code in codes ? code : "BAD_USER_INPUT", requestId, retryable: false };
}

function extensionsOf(error: FairwayError, requestId: string): Record<string, unknown> {
  return {
    code: error.code,
    requestId,
    retryable: error.retryable,
    ...(error.cluster !== undefined && { cluster: error.cluster }),
    ...(error.field !== undefined && { field: error.field }),
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
  };
}

export function formatErrors(errors: readonly unknown[], requestId: string, log: Log): GraphQLFormattedError[] {
  return errors.map((error) => formatError(error, requestId, log));
}

/** The reply to a request that failed before anything was executed. */
export function refusal(errors: readonly GraphQLFormattedError[], retryAfterMs?: number): Reply {
  return {
    body: Buffer.from(JSON.stringify({ errors })),
    executed: false,
    status: statusOf(errors),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

export function refusalOf(error: unknown, requestId: string, log: Log): Reply {
  const formatted = formatError(error, requestId, log);
  return refusal([formatted], error instanceof FairwayError ? error.retryAfterMs : undefined);
}

/** The JSON of an executed operation's response. Errors stand first, as the specification recommends. */
export function encodeResult(result: ExecutionResult, requestId: string, log: Log): Buffer {
  const { data, errors } = result;
  const response = errors ? { errors: formatErrors(errors, requestId, log), data } : { data };
  return Buffer.from(JSON.stringify(response));
}

/** Of a refused request: the status that belongs to its first error. */
function statusOf(errors: readonly GraphQLFormattedError[]): number {
  const code = errors[0]?.extensions?.code as ErrorCode | undefined;
  return (code && codes[code]?.status) ?? 400;
}
