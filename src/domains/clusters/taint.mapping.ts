import { UserError } from "../../graphql/index.ts";
import type { NodeManifest, TaintManifest } from "./cluster-node.manifest.ts";

interface Taints {
  readonly set?: readonly { readonly key: string; readonly value?: string | null; readonly effect: string }[] | null;
  readonly remove?: readonly { readonly key: string; readonly effect?: string | null }[] | null;
}

/** What cannot be meant, whatever the node has. */
export function taintFaults({ set, remove }: Taints): readonly UserError[] {
  if (!set?.length && !remove?.length)
    return [new UserError("INVALID", "There must be one taint at least", "input.set")];
  const faults: UserError[] = [];
  const named = new Set<string>();
  for (const [index, { key, effect }] of (set ?? []).entries()) {
    const path = `input.set[${index}]`;
    if (named.has(`${key}:${effect}`)) faults.push(new UserError("INVALID", "It is named before", path));
    named.add(`${key}:${effect}`);
    if (remove?.some((each) => each.key === key && (each.effect ?? effect) === effect)) {
      faults.push(new UserError("INVALID", "It is to be taken off as well", path));
    }
  }
  return faults;
}

/**
 * The whole list, as the node has it, with what is to be changed: the API server merges taints by their keys alone, and
 * would take two effects of a key for one.
 */
export function taintsChanged({ spec }: NodeManifest, { set, remove }: Taints) {
  const wanted = set ?? [];
  const kept = (spec?.taints ?? []).filter(
    ({ key, effect }) =>
      !remove?.some((each) => each.key === key && (each.effect == null || each.effect === effect)) &&
      !wanted.some((each) => each.key === key && each.effect === effect),
  );
  const added = wanted.map(({ key, value, effect }): TaintManifest => ({ key, effect, ...(value && { value }) }));
  const inputPaths = Object.fromEntries(
    wanted.flatMap((_, index) =>
      ["key", "value", "effect"].map((field) => [
        // That is where the API server says it is.
        `metadata.taints[${kept.length + index}].${field}`,
        `input.set[${index}].${field}`,
      ]),
    ),
  );
  return { merge: { spec: { taints: [...kept, ...added] } }, inputPaths };
}
