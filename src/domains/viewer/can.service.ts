import { FairwayError } from "../../errors/index.ts";
import type { ResourceAttributes } from "../../kubernetes/index.ts";
import type { DomainContext } from "../context.ts";
import { findKind, unknownCluster } from "../resources/index.ts";
import type { ViewerCanInput } from "./can.input.ts";
import type { AccessDecision } from "./viewer.type.ts";

const READING: ReadonlySet<string> = new Set(["get", "list", "watch"]);
const allowed: AccessDecision = { allowed: true, reason: null };

/** Whether the caller may do something; null in a pass that has to ask the cluster first. */
export function decide(ctx: DomainContext, input: ViewerCanInput): AccessDecision | null {
  const { cluster, verb } = input;
  checkInput(input);
  if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "access.cluster");
  const kind = kindOf(ctx, input);
  if (kind === null) return null;
  const { subresource, namespace, name } = input;
  const attributes: ResourceAttributes = {
    verb,
    ...kind,
    ...(subresource && { subresource }),
    ...(namespace && { namespace }),
    ...(name && { name }),
  };
  const access = ctx.clusters.get(cluster);
  const key = `access ${cluster} ${JSON.stringify(attributes)}`;
  const outcome = ctx.misses.ask(key, cluster, (signal) => access.allows(attributes, signal));
  // A cluster tells nobody when it would decide otherwise.
  ctx.reads.forbid("A cluster was asked what the caller may do");
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  if (!outcome.value) return { allowed: false, reason: "The cluster does not allow it" };
  const readOnly = READING.has(verb) ? null : ctx.readOnly(cluster);
  return readOnly === null ? allowed : { allowed: false, reason: readOnly };
}

type Kind = Pick<ResourceAttributes, "group" | "resource">;

/** A kind that the cluster serves, by any of its names; or `group/plural` of one that rules alone speak of. */
function kindOf(ctx: DomainContext, { cluster, kind }: ViewerCanInput): Kind | null {
  const [, group, plural] = kind.match(/^([^/]*)\/([^/]+)$/) ?? [];
  if (group !== undefined && plural !== undefined) return { group, resource: plural };
  const found = findKind(ctx, cluster, kind);
  if (found === "pending") return null;
  if (found instanceof FairwayError) throw found;
  return { group: found.group, resource: found.resource };
}

const forms = {
  verb: /^(\*|[a-z]{1,63})$/,
  kind: /^[A-Za-z0-9.*/-]{1,253}$/,
  subresource: /^(\*|[a-z][a-z0-9/-]{0,62})$/,
  namespace: /^[a-z0-9-]{1,63}$/,
  name: /^[^/%]{1,253}$/,
} as const;

function checkInput(input: ViewerCanInput): void {
  for (const [field, form] of Object.entries(forms)) {
    const value = input[field as keyof typeof forms];
    if (value == null || form.test(value)) continue;
    throw new FairwayError("BAD_USER_INPUT", `It cannot be a ${field}`, { field: `access.${field}` });
  }
}
