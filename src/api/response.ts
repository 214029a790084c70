import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import { codes, type ErrorCode, FairwayError } from "../errors/index.ts";
import { toGraphQLError } from "../graphql/index.ts";
import type { Environment } from "./environment.ts";
import type { Reply } from "./transport.ts";

type Log = Environment["onInternalError"];

/** An error as callers see it: with a code of the closed table always. What had to be masked is logged, once. */
export function formatError(error: unknown, requestId: string, log: Log): GraphQLFormattedError {
  const shown = toGraphQLError(error);
  const { code } = shown.extensions;
  if (code === "INTERNAL") log(shown.originalError?.cause ?? error, requestId);
  return { ...shown.toJSON(), extensions: { ...shown.extensions, requestId } };
}

export function formatErrors(errors: readonly unknown[], requestId: string, log: Log): GraphQLFormattedError[] {
  return errors.map((error) => formatError(error, requestId, log));
}

/** The reply to a request that failed before anything was executed. Its first error says why. */
export function refusal(errors: readonly GraphQLFormattedError[], retryAfterMs?: number): Reply {
  const code = errors[0]?.extensions?.code as ErrorCode | undefined;
  return {
    body: Buffer.from(JSON.stringify({ errors })),
    executed: false,
    status: (code && codes[code]?.status) ?? 400,
    ...(code && { code }),
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
  return apart(Buffer.from(JSON.stringify(response)));
}

/** The bytes in memory of their own: small Buffers share some with others, and would keep all of it. */
function apart(bytes: Buffer): Buffer {
  if (bytes.length === bytes.buffer.byteLength) return bytes;
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}
