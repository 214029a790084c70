import { codes } from "../errors/index.ts";

export interface ErrorSummary {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: ErrorSummary;
}

// client-node's ApiException puts the whole response, headers and all, into its message.
const foreignBody = /\s*(Message|Body|Headers):[\s\S]*$/;
const deepest = 5;

/**
 * An error as the log may show it: a fixed set of fields instead of whatever hangs on the object (requests with their
 * headers, variables, secrets).
 */
export function summarizeError(error: unknown, depth = 0): ErrorSummary {
  if (isSummary(error)) return error;
  if (!(error instanceof Error)) return keep({ type: typeof error, message: "a value that is no Error was thrown" });
  const isApiException = error.constructor.name === "ApiException";
  const summary: ErrorSummary = {
    type: error.name === "Error" ? error.constructor.name : error.name,
    message: isApiException ? error.message.replace(foreignBody, "") : error.message,
  };
  if ("code" in error && (typeof error.code === "string" || typeof error.code === "number")) {
    summary.code = String(error.code);
  }
  // The stack repeats the message in its first lines.
  if (error.stack !== undefined && !isApiException && !isExpected(error, summary.code)) summary.stack = error.stack;
  if (error.cause !== undefined && depth < deepest) summary.cause = summarizeError(error.cause, depth + 1);
  return keep(summary);
}

const made = new WeakSet<ErrorSummary>();

function keep(summary: ErrorSummary): ErrorSummary {
  made.add(summary);
  return summary;
}

/** Says all by its code, and may come by the thousand: a failed system call, or what callers are told. */
function isExpected(error: Error, code: string | undefined): boolean {
  return "syscall" in error || (code !== undefined && code !== "INTERNAL" && Object.hasOwn(codes, code));
}

/** Callers may have summarized it already. */
function isSummary(value: unknown): value is ErrorSummary {
  return typeof value === "object" && value !== null && made.has(value as ErrorSummary);
}
