import type { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import { UpstreamError } from "../../kubernetes/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { Fault } from "./manifest-source.mapping.ts";
import { conflictWords, distinct, KEPT_BACK } from "./write.mapping.ts";

export interface Failure {
  readonly userErrors: readonly UserError[];
  readonly conflicts: readonly { readonly field: string; readonly manager: string }[];
}

/** The path of a field of a document, as user errors name it. */
export function documentPath(index: number, field = ""): string {
  return field === "" ? `documents[${index}]` : `documents[${index}].${field.replace(/^\./, "")}`;
}

export function failure(...userErrors: readonly UserError[]): Failure {
  return { userErrors, conflicts: [] };
}

export function faulty(index: number, faults: readonly Fault[]): Failure {
  return failure(...faults.map(({ message, path }) => new UserError("INVALID", message, documentPath(index, path))));
}

/** The API server does not serve this kind, or not in this version: an apply makes what it does not find. */
export function isUnserved(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === "NOT_FOUND" && !isAboutNamespace(error);
}

function isAboutNamespace({ message }: FairwayError): boolean {
  return /^namespaces "[^"]*" not found/.test(message);
}

/**
 * Why a manifest was not taken: an error of its own, whatever it is. `at` is the path of its fields in the input. `hint` is what
 * else there is to say if its namespace is missing.
 */
export function failureOf(
  error: FairwayError,
  at: (field?: string) => string,
  resource: GroupResource,
  hint = "",
): Failure {
  const causes = error instanceof UpstreamError ? error.causes : [];
  // Types that do not fit are answered as a defect of the server, and without causes.
  const misfits = misfitsOf(error.message);
  // The API server, and more so webhooks, quote what they were sent.
  const quotes = resource === "secrets";
  if (error.code === "CONFLICT") return conflictOf(conflictWords(error.message, { resource }), causes, at);
  if (error.code === "NOT_FOUND" && isAboutNamespace(error)) {
    return failure(new UserError("NOT_FOUND", `There is no such namespace${hint}`, at("metadata.namespace")));
  }
  if (isUnserved(error)) {
    return failure(new UserError("UNKNOWN_KIND", "The cluster does not serve it in this version", at("apiVersion")));
  }
  if (misfits.length > 0) {
    return failure(...misfits.map(({ path, message }) => new UserError("INVALID", message, at(path))));
  }
  if (error.code === "INVALID" && causes.length > 0) {
    const told = causes.map(({ field, reason, message }) => {
      const text = quotes ? reason : message;
      return new UserError("INVALID", text ?? "It was rejected", at(field));
    });
    return failure(...distinct(told));
  }
  const code = error.code === "UPSTREAM_REJECTED" || isConversion(error.message) ? "INVALID" : error.code;
  const isQuoting = quotes && error instanceof UpstreamError && !error.isSilence;
  return failure(new UserError(code, isQuoting ? KEPT_BACK : error.message, at()));
}

function conflictOf(message: string, causes: UpstreamError["causes"], at: (field?: string) => string): Failure {
  const conflicts = causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map((cause) => ({ field: at(cause.field), manager: managerOf(cause.message ?? "") }));
  if (conflicts.length === 0) return failure(new UserError("CONFLICT", message, at("metadata.resourceVersion")));
  const userErrors = conflicts.map(({ field, manager }) => {
    return new UserError("CONFLICT", `The field is held by ${JSON.stringify(manager)}`, field);
  });
  return { userErrors, conflicts };
}

/** As in `conflict with "kubectl" using apps/v1`: quoted as Go does it, which for names like these is as JSON does. */
function managerOf(message: string): string {
  const quoted = message.match(/^conflict with ("(?:[^"\\]|\\.)*")/)?.[1];
  try {
    return quoted === undefined ? message : (JSON.parse(quoted) as string);
  } catch {
    return quoted ?? message;
  }
}

/** One for each field, as in `.spec.replicas: expected numeric (int or float), got string`. What was got is left out. */
function misfitsOf(message: string): readonly Fault[] {
  const [, told] = message.match(/^failed to create typed patch object \([^)]*\): (.*)$/s) ?? [];
  const lines = told?.replace(/^errors:\n/, "").split("\n") ?? [];
  return lines.flatMap((line) => {
    const [, path, what] =
      line.match(/^\s*\.(.*?): ((?:expected|field not declared|duplicate|unknown|invalid|associative|element)\b.*)$/) ??
      [];
    if (path === undefined || what === undefined) return [];
    return [{ path, message: what.replace(/, got .*$/, "") }];
  });
}

function isConversion(message: string): boolean {
  return /^failed to (convert new object|create typed patch object)\b/.test(message);
}
