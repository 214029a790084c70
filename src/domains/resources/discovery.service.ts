import { FairwayError } from "../../errors/index.ts";
import { type ApiResource, groupResourceOf } from "../../kubernetes/index.ts";
import type { ClusterError, ClusterName, GroupResource } from "../../state/index.ts";
import type { ClusterAccess, DomainContext } from "../context.ts";

/** What a name of a kind stands for in one cluster, by what is known of it already. */
export function knownResource(
  clusters: { get(name: ClusterName): { readonly discovery: Pick<ClusterAccess["discovery"], "find"> } },
  cluster: ClusterName,
  kind: unknown,
): GroupResource | undefined {
  const found = typeof kind === "string" ? clusters.get(cluster).discovery.find(kind) : undefined;
  return found && groupResourceOf(found);
}

/** What a name of a kind stands for in one cluster; "pending" in a pass that has to ask for it first. */
export type Found = ApiResource | FairwayError | "pending";

/**
 * Finds a kind by any of its names. A name that is not known is looked up at the server before it is refused: a custom
 * resource may have been defined a second ago.
 */
export function findKind(ctx: DomainContext, cluster: ClusterName, name: string): Found {
  const { discovery } = ctx.clusters.get(cluster);
  ctx.reads.note(discovery.cell);
  const known = discovery.find(name);
  if (known) return shown(ctx, known, cluster);
  const outcome = ctx.misses.ask(`kind ${cluster} ${name}`, cluster, () => discovery.lookup(name));
  if (outcome.state === "pending") return "pending";
  if (outcome.state === "failed") {
    // Why a cluster could not be asked is nothing that is told of when it changes.
    ctx.reads.forbid("A cluster did not say what it serves");
    return outcome.error;
  }
  return outcome.value ? shown(ctx, outcome.value, cluster) : unknownKind(name, cluster);
}

/**
 * Whether a cluster serves a kind that it may well not. False, too, in a pass that has to ask for that first. Throws what keeps it
 * from being known.
 */
export function isServed(ctx: DomainContext, cluster: ClusterName, name: string): boolean {
  const found = findKind(ctx, cluster, name);
  if (found === "pending") return false;
  if (!(found instanceof FairwayError)) return true;
  if (found.code === "UNKNOWN_KIND") return false;
  throw found;
}

function shown(ctx: DomainContext, found: ApiResource, cluster: ClusterName): Found {
  return ctx.shows(groupResourceOf(found)) ? found : kindNotShown(groupResourceOf(found), cluster);
}

export function kindNotShown(resource: GroupResource, cluster: ClusterName): FairwayError {
  return new FairwayError("KIND_NOT_SHOWN", `The gateway does not show ${resource} as resources`, { cluster });
}

// One map for each answer of discovery, which is replaced and never changed.
const byGroupKind = new WeakMap<readonly ApiResource[], ReadonlyMap<string, ApiResource>>();

/** The resource of a kind, by what manifests and owner references say of it. */
export function findGroupKind(resources: readonly ApiResource[], group: string, kind: string): ApiResource | undefined {
  let index = byGroupKind.get(resources);
  if (!index) {
    index = new Map(resources.map((resource) => [`${resource.group}/${resource.kind}`, resource]));
    byGroupKind.set(resources, index);
  }
  return index.get(`${group}/${kind}`);
}

/** A kind as several clusters serve it. */
export interface ResolvedKind {
  readonly resource: GroupResource;
  readonly clusters: readonly ClusterName[];
  /** The clusters asked that do not serve it, or cannot say. */
  readonly errors: readonly ClusterError[];
}

/**
 * What a name of a kind stands for in these clusters; null in a pass that has to ask for it first. Throws UNKNOWN_KIND
 * when each of them said that it does not serve it.
 */
export function resolveKind(ctx: DomainContext, name: string, clusters: readonly ClusterName[]): ResolvedKind | null {
  const serving = new Map<GroupResource, ClusterName[]>();
  const errors: ClusterError[] = [];
  let isPending = false;
  for (const cluster of clusters) {
    const found = findKind(ctx, cluster, name);
    if (found === "pending") isPending = true;
    else if (found instanceof FairwayError) errors.push({ cluster, error: found });
    else if (!isReadable(found)) errors.push({ cluster, error: unreadableKind(name, cluster) });
    else serving.set(groupResourceOf(found), [...(serving.get(groupResourceOf(found)) ?? []), cluster]);
  }
  if (isPending) return null;
  const [first, ...others] = serving;
  if (!first) {
    if (clusters.length > 0 && errors.every(({ error }) => error.code === "UNKNOWN_KIND")) throw unknownKind(name);
    const [refused] = errors;
    // No cluster has been asked, and none could help.
    if (refused && errors.every(({ error }) => error.code === "KIND_NOT_SHOWN")) throw refused.error;
    return { resource: name, clusters: [], errors };
  }
  if (others.length > 0) throw ambiguousKind(name, [...serving.keys()]);
  const [resource, served] = first;
  return { resource, clusters: served, errors };
}

/** Memory is filled by lists, and kept up to date by a watch, or by more lists. What cannot be listed cannot be shown. */
function isReadable({ verbs }: ApiResource): boolean {
  return verbs.includes("list");
}

export function isReadableKind(found: Found): found is ApiResource {
  return found !== "pending" && !(found instanceof FairwayError) && isReadable(found);
}

function unknownKind(name: string, cluster?: ClusterName): FairwayError {
  const quoted = JSON.stringify(name);
  if (cluster === undefined) {
    return new FairwayError("UNKNOWN_KIND", `No cluster serves a kind named ${quoted}`, { field: "kind" });
  }
  return new FairwayError("UNKNOWN_KIND", `The cluster serves no kind named ${quoted}`, { cluster });
}

export function unreadableKind(name: string, cluster: ClusterName): FairwayError {
  return new FairwayError("UNKNOWN_KIND", `Objects of ${JSON.stringify(name)} cannot be listed`, {
    cluster,
  });
}

function ambiguousKind(name: string, candidates: readonly GroupResource[]): FairwayError {
  const message = `${JSON.stringify(name)} is not the same kind in all clusters; name one of ${candidates.join(", ")}`;
  return new FairwayError("BAD_USER_INPUT", message, { field: "kind" });
}
