import { FairwayError } from "../../errors/index.ts";
import {
  type Connection,
  decodeId,
  type EventStream,
  every,
  listConnection,
  OrderDirection,
  perInput,
} from "../../graphql/index.ts";
import { groupResourceOf } from "../../kubernetes/index.ts";
import { Order, type OrderKey, type Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { findKind, isReadableKind, resolveKind, unreadableKind } from "./discovery.service.ts";
import { hasOwnType } from "./kinds.ts";
import { readTarget, type Target } from "./lookup.service.ts";
import { type ObjectOrderField, objectOrderValues } from "./object.input.ts";
import { clustersOf, objectPredicates, unknownCluster } from "./object.service.ts";
import type {
  ResourceArgs,
  ResourceByInput,
  ResourceFilter,
  ResourceOrder,
  ResourceRefInput,
} from "./resource.input.ts";
import { Resource } from "./resource.type.ts";
import { orderByPath, wherePredicates } from "./where.service.ts";

const orderOf = perInput((orderBy: readonly ResourceOrder[] | undefined) => new Order((orderBy ?? []).map(orderKeyOf)));

function orderKeyOf({ field, path, direction }: ResourceOrder, index: number): OrderKey<Manifest> {
  const at = `orderBy[${index}]`;
  const descending = direction === OrderDirection.DESC;
  if ((field == null) === (path == null)) {
    throw new FairwayError("BAD_USER_INPUT", "Either field or path must be given", { field: at });
  }
  if (path != null) return { ...orderByPath(path, `${at}.path`), descending };
  return { name: field as ObjectOrderField, value: objectOrderValues[field as ObjectOrderField], descending };
}

const matchOf = perInput((filter: ResourceFilter | undefined) =>
  every([...objectPredicates<Manifest>(filter), ...wherePredicates<Manifest>(filter?.where, "filter.where")]),
);

const toResource = (row: Row<Manifest>) => new Resource(row);

/** One page of the objects of a kind; null in a pass that has to find out first what the kind is. */
export function listResources(ctx: DomainContext, args: ResourceArgs): Connection<Manifest, Resource> | null {
  const { kind, filter, orderBy } = args;
  const match = matchOf(filter);
  const resolved = resolveKind(ctx, kind, clustersOf(ctx, filter) ?? ctx.reader.clusters());
  if (!resolved) return null;
  return listConnection(ctx, {
    resource: resolved.resource,
    args,
    clusters: resolved.clusters,
    clusterErrors: resolved.errors,
    match,
    order: orderOf(orderBy),
    toObject: toResource,
  });
}

export function streamResources(
  ctx: DomainContext,
  kind: string,
  filter: ResourceFilter | null | undefined,
): EventStream<Manifest> | null {
  const asked = clustersOf(ctx, filter);
  const registered = ctx.reader.clusters();
  const match = matchOf(filter);
  const resolved = resolveKind(ctx, kind, asked ?? registered);
  if (!resolved) return null;
  const [failure] = resolved.errors;
  // A stream has no place for errors of clusters; with nothing to stream from, it must not look like a calm one.
  if (resolved.clusters.length === 0 && failure) throw failure.error;
  return {
    resource: resolved.resource,
    match,
    toObject: toResource,
    // Not only those that serve it now: one that is away, or is taught the kind later, comes in when it can.
    ...(asked && { clusters: asked }),
  };
}

export function findResource(ctx: DomainContext, by: ResourceByInput): Row<Manifest> | null {
  if (by.id !== undefined) return readById(ctx, decodeId(by.id));
  const target = targetOfRef(ctx, by.ref as ResourceRefInput, "by.ref");
  return target && readTarget(ctx, target);
}

/** Where the object is that an input names; null in a pass that has to ask first what its kind is. */
export function targetOfRef(ctx: DomainContext, ref: ResourceRefInput, field: string): Target | null {
  const { cluster, kind, namespace, name } = ref;
  if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, `${field}.cluster`);
  const found = findKind(ctx, cluster, kind);
  if (found === "pending") return null;
  if (found instanceof FairwayError) throw found;
  if (!isReadableKind(found)) throw unreadableKind(kind, cluster);
  if (found.namespaced && !namespace) {
    const message = `${found.kind} objects live in namespaces: name one`;
    throw new FairwayError("BAD_USER_INPUT", message, { field: `${field}.namespace` });
  }
  const resource = groupResourceOf(found);
  return { cluster, resource, namespace: found.namespaced ? (namespace ?? "") : "", name };
}

/**
 * The object of an id, whatever its kind. An id can be made by anybody, so no store is opened for a kind that the cluster
 * does not serve.
 */
export function readById(ctx: DomainContext, id: Target): Row<Manifest> | null {
  if (!ctx.reader.clusters().includes(id.cluster) || !ctx.shows(id.resource)) return null;
  if (!hasOwnType(id.resource)) {
    const found = findKind(ctx, id.cluster, id.resource);
    if (!isReadableKind(found) || groupResourceOf(found) !== id.resource) return null;
  }
  return readTarget(ctx, id);
}
