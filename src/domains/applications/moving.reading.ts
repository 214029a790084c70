import { byNamespace, every, indexed, matching } from "../../graphql/index.ts";
import { type ClusterName, type GroupResource, Order, type Predicate, type Row } from "../../state/index.ts";
import { podSpecOf } from "../configs/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { INGRESSES, SERVICES } from "../networks/index.ts";
import {
  CLAIMS,
  type ClaimManifest,
  declaredVolumesOf,
  VOLUMES,
  type VolumeManifest,
  type VolumesSpec,
} from "../volumes/index.ts";
import { applicationOf } from "./labels.mapping.ts";
import { podNeedsOf } from "./pod-needs.mapping.ts";
import { type Moving, partKey } from "./portability.mapping.ts";
import { WORKLOADS } from "./workload-kinds.ts";

/** In the order in which they are made somewhere else: first what others need. Secrets stay where they are. */
const MOVED: readonly GroupResource[] = [
  "configmaps",
  CLAIMS,
  SERVICES,
  ...WORKLOADS,
  "autoscaling/horizontalpodautoscalers",
  "policy/poddisruptionbudgets",
  "networking.k8s.io/networkpolicies",
  INGRESSES,
];

export interface Place {
  readonly cluster: ClusterName;
  readonly namespace: string;
}

export interface ReadMoving extends Moving {
  readonly rows: readonly Row<Manifest>[];
  /** Kinds that the caller may not list where the application is. */
  readonly unseen: readonly GroupResource[];
}

const unordered = new Order<Manifest>([]);

/** What of an application is in one place: what has its label, and the configs and claims that its pods name. */
export function readMoving(ctx: DomainContext, application: string, place: Place): ReadMoving {
  const unseen: GroupResource[] = [];
  const rows: Row<Manifest>[] = [];
  const labelled = matching<Manifest>(({ object }) => applicationOf(object) === application);
  for (const resource of MOVED) {
    const found = readAll(
      ctx,
      place.cluster,
      resource,
      every([indexed<Manifest>(byNamespace, [place.namespace]), labelled]),
    );
    if (found) rows.push(...found.filter(({ object }) => !isMade(object)));
    else unseen.push(resource);
  }
  const named = rows.flatMap(({ object }) => namesOf(object));
  for (const { resource, name } of named) {
    if (rows.some((row) => row.scope.resource === resource && row.name === name)) continue;
    const row = look(ctx, { ...place, resource, name });
    if (row) rows.unshift(row);
  }
  const volumes = new Map<string, readonly VolumeManifest[]>();
  for (const row of rows) {
    const claims = row.scope.resource === CLAIMS ? [row] : claimsOf(ctx, row);
    const found = claims.flatMap((claim) => volumeOf(ctx, claim as Row<ClaimManifest>) ?? []);
    if (found.length > 0) volumes.set(partKey(row.object), found);
  }
  return { rows, parts: rows.map(({ object }) => object), volumes, unseen };
}

/** All objects of a resource that pass; null where the caller may not list it, or the cluster does not say. */
export function readAll<T extends Manifest>(
  { reader }: DomainContext,
  cluster: ClusterName,
  resource: GroupResource,
  match: Predicate<T>,
): readonly Row<T>[] | null {
  const page = reader.list<T>({
    resource,
    clusters: [cluster],
    match,
    order: unordered as Order<T>,
    first: Number.MAX_SAFE_INTEGER - 1,
  });
  return page.clusterErrors.length > 0 ? null : page.rows;
}

function look({ reader }: DomainContext, ref: Place & { resource: GroupResource; name: string }): Row<Manifest> | null {
  return reader.get<Manifest>(ref);
}

/** Those that a StatefulSet has made for its pods: they are no parts, as it makes new ones. */
function claimsOf(ctx: DomainContext, { scope, namespace, object }: Row<Manifest>): readonly Row<Manifest>[] {
  const place = { cluster: scope.cluster, namespace, resource: CLAIMS };
  const templated = declaredVolumesOf(object).filter(({ template }) => template !== null);
  return templated.flatMap(({ claimNames }) => claimNames.flatMap((name) => look(ctx, { ...place, name }) ?? []));
}

function volumeOf(ctx: DomainContext, { scope, object }: Row<ClaimManifest>): VolumeManifest | null {
  const name = object.spec?.volumeName;
  if (!name) return null;
  return look(ctx, { cluster: scope.cluster, namespace: "", resource: VOLUMES, name })?.object ?? null;
}

/** Another object makes it, and will make its like there. */
function isMade({ metadata }: Manifest): boolean {
  return metadata.ownerReferences?.some(({ controller }) => controller === true) ?? false;
}

function namesOf(object: Manifest): readonly { readonly resource: GroupResource; readonly name: string }[] {
  const configs = podNeedsOf(object)?.configMaps ?? [];
  const volumes = (podSpecOf(object) as VolumesSpec | undefined)?.volumes ?? [];
  return [
    ...configs.map((name) => ({ resource: "configmaps", name })),
    ...volumes.flatMap(({ persistentVolumeClaim: claim }) =>
      claim ? [{ resource: CLAIMS, name: claim.claimName }] : [],
    ),
  ];
}
