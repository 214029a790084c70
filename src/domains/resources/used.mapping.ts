import { UserError } from "../../graphql/index.ts";

const NAMED = 3;

/** Why something is not deleted unless that is forced: the names of what uses it, the first of them said. */
export function usedBy(users: readonly { readonly kind: string; readonly name: string }[]): readonly UserError[] {
  const names = [...new Set(users.map(({ kind, name }) => `${kind} ${name}`))];
  if (names.length === 0) return [];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return [new UserError("INVALID", `It is used by ${names.slice(0, NAMED).join(", ")}${more}`, "input.force")];
}
