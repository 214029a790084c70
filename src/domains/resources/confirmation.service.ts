import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import type { ClusterAccess } from "../context.ts";
import type { Target } from "./lookup.service.ts";

/** What cannot be undone, as the API server is asked about it. */
interface Irrevocable {
  readonly verb: "delete" | "create" | "update";
  readonly resource: { readonly group: string; readonly resource: string; readonly namespaced: boolean };
  readonly subresource?: string;
  readonly target: Target;
}

/**
 * What is still missing before something is done to an object that cannot be undone; null when nothing is. In a protected
 * cluster or namespace its name has to be repeated, so that a click in the wrong place does nothing. Called before
 * anything is sent. Throws FORBIDDEN for whoever may not do it at all: what is protected, and so exists, is none of his
 * business.
 */
export async function missingConfirmation(
  access: ClusterAccess,
  { verb, resource, subresource, target }: Irrevocable,
  confirm: string | null | undefined,
  signal: AbortSignal,
): Promise<UserError | null> {
  const { cluster, namespace, name } = target;
  if (confirm === name) return null;
  const isNamespace = target.resource === "namespaces";
  if (!(await access.isProtected(isNamespace ? name : namespace, signal))) return null;
  const { group, resource: plural } = resource;
  const of = subresource === undefined ? {} : { subresource };
  const place = resource.namespaced ? { namespace } : {};
  if (!(await access.allows({ verb, group, resource: plural, ...of, ...place, name }, signal))) {
    const message = `${group ? `${plural}.${group}` : plural} "${name}" is forbidden: this caller cannot ${verb} it`;
    throw new FairwayError("FORBIDDEN", message, { cluster });
  }
  return new UserError(
    "CONFIRMATION_REQUIRED",
    "The object is protected: repeat its name in `confirm`",
    "input.confirm",
  );
}
