import { type ApiResource, groupResourceOf } from "../../kubernetes/index.ts";
import type { ClusterName, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { readTarget } from "./lookup.service.ts";
import type { Owner } from "./owner.type.ts";

// One map for each answer of discovery, which is replaced and never changed.
const byGroupKind = new WeakMap<readonly ApiResource[], ReadonlyMap<string, ApiResource>>();

/** The owner itself; null when it is gone, or may not be seen. */
export function readOwner(ctx: DomainContext, { owned, reference }: Owner): Row<Manifest> | null {
  const { cluster } = owned.scope;
  const { apiVersion, kind, name, uid } = reference;
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const found = findGroupKind(ctx, cluster, group, kind);
  if (!found?.verbs.includes("watch")) return null;
  const namespace = found.namespaced ? owned.namespace : "";
  return readTarget(ctx, { cluster, resource: groupResourceOf(found), namespace, name, uid });
}

function findGroupKind(
  { clusters, reads, misses }: DomainContext,
  cluster: ClusterName,
  group: string,
  kind: string,
): ApiResource | null {
  const { discovery } = clusters.get(cluster);
  reads.note(discovery.cell);
  if (!discovery.hasSynced) {
    const outcome = misses.ask(`discovery ${cluster}`, cluster, () => discovery.refresh());
    if (outcome.state === "failed") throw outcome.error;
    if (outcome.state === "pending") return null;
  }
  const { resources } = discovery;
  let index = byGroupKind.get(resources);
  if (!index) {
    index = new Map(resources.map((resource) => [`${resource.group}/${resource.kind}`, resource]));
    byGroupKind.set(resources, index);
  }
  return index.get(`${group}/${kind}`) ?? null;
}
