import type { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import { UpstreamError } from "../../kubernetes/index.ts";
import { keyOf, type Row, type Scope } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import type { Target } from "./lookup.service.ts";

/** Instead of the API server's words, where these may repeat a value of a Secret. */
export const KEPT_BACK = "The API server rejected it; its words are kept back, as they may quote values of the Secret";

/** The input path of each field of the object that a write sets, as in `spec.replicas` → `input.replicas`. */
export type InputPaths = Readonly<Record<string, string>>;

/** What the caller can mend of a failure; the rest is thrown. */
export function userErrorsOf(
  error: FairwayError,
  target: Target,
  inputPaths: InputPaths,
  hasExpectation: boolean,
): readonly UserError[] {
  // The API server, and more so webhooks, quote what they were sent.
  const quotes = target.resource === "secrets";
  switch (error.code) {
    case "NOT_FOUND":
      return [notFound(target)];
    case "CONFLICT":
      // That is how the API server says, of a deletion, that another object has the name now.
      if (target.uid !== undefined && /\bUID in (the )?precondition\b/.test(error.message)) return [notFound(target)];
      return [conflict(conflictWords(error.message, target), hasExpectation)];
    case "INVALID": {
      const causes = error instanceof UpstreamError ? error.causes : [];
      // And that is how it says so of a patch.
      if (target.uid !== undefined && causes.some(({ field }) => field === "metadata.uid")) return [notFound(target)];
      if (causes.length === 0) return [new UserError("INVALID", quotes ? KEPT_BACK : error.message)];
      return distinct(
        causes.map(({ field, reason = KEPT_BACK, message: told = error.message }) => {
          const message = quotes ? reason : told;
          const path = field === undefined ? undefined : inputPaths[field];
          if (path) return new UserError("INVALID", message, path);
          return new UserError("INVALID", field ? `${field}: ${message}` : message);
        }),
      );
    }
    default:
      throw thrown(error, target);
  }
}

/** As authorizers say it, who know nothing of what was sent. Webhooks refuse with the same status, and in words of their own. */
const unauthorized = /^\S+(?: "[^"]*")? is forbidden: User "/;

/** A failure that the caller cannot mend, in words that he may be told: those about a Secret may quote its values. */
export function thrown(error: FairwayError, { resource, cluster }: Pick<Target, "resource" | "cluster">): FairwayError {
  const quotes = resource === "secrets" && error instanceof UpstreamError && !error.isSilence;
  if (!quotes || (error.code === "FORBIDDEN" && unauthorized.test(error.message))) return error;
  // With what the audit record says of it, and no more.
  return new UpstreamError(error.code, KEPT_BACK, { cluster, httpStatus: error.httpStatus, cause: error });
}

/** The same validation may run twice. */
export function distinct(errors: readonly UserError[]): readonly UserError[] {
  return [...new Map(errors.map((each) => [`${each.field} ${each.message}`, each])).values()];
}

/** What an API server says of a conflict by itself. A webhook may call its refusal one, too. */
export function conflictWords(message: string, { resource }: Pick<Target, "resource">): string {
  const isOwn = /^Operation cannot be fulfilled on |" already exists$|^Apply failed with /.test(message);
  return resource === "secrets" && !isOwn ? KEPT_BACK : message;
}

export function conflict(message: string, hasExpectation: boolean): UserError {
  return new UserError("CONFLICT", message, hasExpectation ? "input.expectedResourceVersion" : null);
}

export function notFound({ resource, namespace, name, uid }: Target): UserError {
  const place = namespace ? ` in namespace ${JSON.stringify(namespace)}` : "";
  const which = `${JSON.stringify(name)} among the ${resource}${place}`;
  const message = uid === undefined ? `There is no ${which}` : `The one that was ${which} does not exist any more`;
  return new UserError("NOT_FOUND", message, "input.by");
}

/**
 * Whether it can be the name of an object. Of a path, the API server decodes the segments before it splits it: a slash
 * in a name would reach a subresource.
 */
export function isPathSegment(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/%]/.test(name);
}

/** A row of what the API server answered with. */
export function rowOf<T extends Manifest>(scope: Scope, object: T): Row<T> {
  const { name, namespace = "", uid, resourceVersion } = object.metadata;
  return { scope, key: keyOf(namespace, name), namespace, name, uid, version: resourceVersion, object };
}
