import { type ApiResource, groupResourceOf } from "../../kubernetes/index.ts";
import type { ClusterName, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { findGroupKind } from "./discovery.service.ts";
import { readTarget } from "./lookup.service.ts";
import type { Owner } from "./owner.type.ts";

/** The owner itself; null when it is gone, or may not be seen. */
export function readOwner(ctx: DomainContext, { owned, reference }: Owner): Row<Manifest> | null {
  const { cluster } = owned.scope;
  const { apiVersion, kind, name, uid } = reference;
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const found = findOwnerKind(ctx, cluster, group, kind);
  if (!found?.verbs.includes("list") || !ctx.shows(groupResourceOf(found))) return null;
  const namespace = found.namespaced ? owned.namespace : "";
  return readTarget(ctx, { cluster, resource: groupResourceOf(found), namespace, name, uid });
}

function findOwnerKind(
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
  return findGroupKind(discovery.resources, group, kind) ?? null;
}
