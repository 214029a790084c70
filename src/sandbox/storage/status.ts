import { type Kind, qualified } from "./kind.ts";
import { compact } from "./object.ts";

export interface Cause {
  readonly reason: `FieldValue${"Required" | "Invalid" | "Forbidden" | "NotSupported" | "Duplicate"}`;
  readonly message: string;
  readonly field: string;
}

export interface StatusBody {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: { readonly continue?: string };
  readonly status: "Failure" | "Success";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: object;
  readonly code?: number;
}

/** An answer that is no success, in the words and the form of a real API server: clients tell errors apart by them. */
export class ApiError extends Error {
  readonly body: StatusBody;
  readonly code: number;

  constructor(code: number, reason: string | undefined, message: string, details?: object, metadata: object = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    const head = { kind: "Status", apiVersion: "v1", metadata, status: "Failure" } as const;
    this.body = compact({ ...head, message, reason, details, code }) as StatusBody;
  }
}

type Named = Pick<Kind, "group" | "resource" | "kind">;

function detailsOf({ group, resource }: Named, name?: string, more: object = {}): object {
  return compact({ name, group: group || undefined, kind: resource, ...more });
}

export function success(kind: Named, name: string, uid: string): StatusBody {
  const details = detailsOf(kind, name, { uid });
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}

export function notFound(kind: Named, name: string): ApiError {
  return new ApiError(404, "NotFound", `${qualified(kind, kind.resource)} "${name}" not found`, detailsOf(kind, name));
}

export function noSuchResource(): ApiError {
  return new ApiError(404, "NotFound", "the server could not find the requested resource", {});
}

export function methodNotAllowed(): ApiError {
  const message = "the server does not allow this method on the requested resource";
  return new ApiError(405, "MethodNotAllowed", message, {});
}

export function alreadyExists(kind: Named, name: string, isBeingDeleted: boolean): ApiError {
  const why = isBeingDeleted ? "object is being deleted: " : "";
  const message = `${why}${qualified(kind, kind.resource)} "${name}" already exists`;
  return new ApiError(409, "AlreadyExists", message, detailsOf(kind, name));
}

export function conflict(kind: Named, name: string, why?: string): ApiError {
  const modified = "the object has been modified; please apply your changes to the latest version and try again";
  const message = `Operation cannot be fulfilled on ${qualified(kind, kind.resource)} "${name}": ${why ?? modified}`;
  return new ApiError(409, "Conflict", message, detailsOf(kind, name));
}

/** The precondition of a deletion does not hold. Speaks of the kind where other conflicts speak of the resource. */
export function preconditionFailed(
  kind: Named,
  name: string,
  what: "UID" | "ResourceVersion",
  asked: string,
  is: string,
) {
  const might = what === "UID" ? "deleted and then recreated" : "modified";
  const why = `the ${what} in the precondition (${asked}) does not match the ${what} in record (${is}). `;
  return conflict({ ...kind, resource: kind.kind }, name, `${why}The object might have been ${might}`);
}

export function forbidden(kind: Named, name: string | undefined, why: string): ApiError {
  const subject = qualified(kind, kind.resource);
  const message = `${subject}${name === undefined ? "" : ` "${name}"`} is forbidden: ${why}`;
  return new ApiError(403, "Forbidden", message, detailsOf(kind, name));
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, "BadRequest", message);
}

export function invalid(kind: Pick<Kind, "group" | "kind">, name: string, causes: readonly Cause[]): ApiError {
  // Said twice among the causes, once in the words.
  const texts = [...new Set(causes.map(({ field, message }) => `${field}: ${message}`))];
  const all = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  const details = compact({ name: name || undefined, group: kind.group || undefined, kind: kind.kind, causes });
  return new ApiError(422, "Invalid", `${qualified(kind, kind.kind)} "${name}" is invalid: ${all}`, details);
}

/** Of the parameters of a request, as in `ListOptions`. */
export function invalidOptions(options: string, cause: Cause): ApiError {
  return invalid({ group: "meta.k8s.io", kind: options }, "", [cause]);
}

/** A patch that cannot be carried out says no more than that. */
export function unprocessable(): ApiError {
  return new ApiError(422, "Invalid", "the server rejected our request due to an error in our request", {});
}

export function required(field: string, what = ""): Cause {
  return { reason: "FieldValueRequired", message: `Required value${what && `: ${what}`}`, field };
}

export function invalidValue(field: string, value: unknown, why: string): Cause {
  return { reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(value ?? null)}: ${why}`, field };
}

export function duplicateValue(field: string, value: unknown): Cause {
  return { reason: "FieldValueDuplicate", message: `Duplicate value: ${JSON.stringify(value)}`, field };
}

export function forbiddenValue(field: string, why: string): Cause {
  return { reason: "FieldValueForbidden", message: `Forbidden: ${why}`, field };
}

export function unsupportedValue(field: string, value: unknown, supported: readonly string[]): Cause {
  const values = supported.map((each) => JSON.stringify(each)).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${values}`;
  return { reason: "FieldValueNotSupported", message, field };
}

export function expired(message: string, metadata: object = {}): ApiError {
  return new ApiError(410, "Expired", message, undefined, metadata);
}

export function versionTooLarge(asked: number, current: number): ApiError {
  const causes = [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }];
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  return new ApiError(504, "Timeout", message, { causes, retryAfterSeconds: 1 });
}
