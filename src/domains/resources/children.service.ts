import { FairwayError } from "../../errors/index.ts";
import { checkPageSize } from "../../graphql/index.ts";
import { groupResourceOf } from "../../kubernetes/index.ts";
import type { GroupResource, IndexDefinition, Row, Scope } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import type { ChildrenArgs } from "./children.input.ts";
import { findKind } from "./discovery.service.ts";
import { EVENTS } from "./event.type.ts";
import { byOwner } from "./indexes.ts";
import { typedResources } from "./kinds.ts";

const MAX_KINDS = 10;

/** The objects that name this one as their owner, by kind and name; null in a pass that has to ask first what a kind is. */
export function childrenOf(
  ctx: DomainContext,
  { scope, uid }: Row<Manifest>,
  { filter, limit }: ChildrenArgs,
): readonly Row<Manifest>[] | null {
  checkPageSize(limit, "limit");
  const { cluster } = scope;
  const isNamed = filter?.kinds != null;
  const resources = filter?.kinds ? namedIn(ctx, cluster, filter.kinds) : typedIn(ctx, cluster);
  if (!resources) return null;
  const rows = resources.flatMap((resource) => {
    // Who has named no kind is shown those that he may see.
    if (!isNamed) return seenUnder(ctx, { cluster, resource }, byOwner, uid);
    return ctx.reader.related<Manifest>(cluster, resource, byOwner.name, uid);
  });
  return rows.sort(byPlace).slice(0, limit);
}

/** What an index files under a value; nothing where the caller may not list the resource. Throws other errors of the cluster. */
export function seenUnder<T extends Manifest = Manifest>(
  { reader }: DomainContext,
  { cluster, resource }: Scope,
  index: IndexDefinition,
  value: string,
): readonly Row<T>[] {
  try {
    return reader.related<T>(cluster, resource, index.name, value);
  } catch (error) {
    if (error instanceof FairwayError && error.code === "FORBIDDEN") return [];
    throw error;
  }
}

function namedIn(ctx: DomainContext, cluster: string, kinds: readonly string[]): readonly GroupResource[] | null {
  if (kinds.length > MAX_KINDS) {
    const message = `There must not be more than ${MAX_KINDS} kinds`;
    throw new FairwayError("LIMIT_EXCEEDED", message, { field: "filter.kinds" });
  }
  const found = kinds.map((kind) => findKind(ctx, cluster, kind));
  const resources = new Set<GroupResource>();
  for (const each of found) {
    if (each === "pending") return null;
    if (each instanceof FairwayError) throw each;
    if (each.verbs.includes("list")) resources.add(groupResourceOf(each));
  }
  return [...resources];
}

/** Nothing owns a kind that lives in no namespace but what does so itself, and of events there are edges of their own. */
function typedIn(ctx: DomainContext, cluster: string): readonly GroupResource[] | null {
  const { discovery } = ctx.clusters.get(cluster);
  ctx.reads.note(discovery.cell);
  if (!discovery.hasSynced) {
    const outcome = ctx.misses.ask(`discovery ${cluster}`, cluster, () => discovery.refresh());
    if (outcome.state === "failed") throw outcome.error;
    if (outcome.state === "pending") return null;
  }
  return [...typedResources()].filter((resource) => {
    const served = resource === EVENTS || !ctx.shows(resource) ? undefined : discovery.find(resource);
    return served?.namespaced === true && served.verbs.includes("list");
  });
}

function byPlace(a: Row<Manifest>, b: Row<Manifest>): number {
  const [one, other] = [a, b].map(({ scope, namespace, name }) => `${scope.resource}\0${namespace}\0${name}`);
  return one === other ? 0 : (one as string) < (other as string) ? -1 : 1;
}
