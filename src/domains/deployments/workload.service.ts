import { FairwayError } from "../../errors/index.ts";
import {
  type Connection,
  decodeId,
  every,
  type Feed,
  type FollowedItem,
  type FollowedState,
  followState,
  listMergedConnection,
  matching,
  NOTHING,
  ordersBy,
  perInput,
  stringTest,
} from "../../graphql/index.ts";
import { type GroupResource, Order, type Predicate, type Row, type Scope } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import {
  byOwner,
  clustersOf,
  objectFor,
  objectOrderValues,
  objectPredicates,
  readTarget,
  seenUnder,
  type Target,
  targetOf,
  type Within,
} from "../resources/index.ts";
import { JOBS } from "./job.type.ts";
import { PODS } from "./pod.type.ts";
import { REPLICA_SETS } from "./replica-set.type.ts";
import type { Workload } from "./workload.type.ts";
import type { WorkloadArgs, WorkloadByInput, WorkloadFilter, WorkloadOrderField } from "./workload-args.ts";
import { type WorkloadKind, workloadKindOf, workloadKinds } from "./workload-kinds.ts";

/** The workload that a row of one of their kinds is. */
export function toWorkload(row: Row<Manifest>): Workload {
  return objectFor(row) as Workload;
}

const orderOf = ordersBy<WorkloadOrderField, Manifest>({
  ...objectOrderValues,
  KIND: ({ object }) => object.kind,
  REPLICAS: (row) => toWorkload(row).replicas,
  READY_REPLICAS: (row) => toWorkload(row).readyReplicas,
});

/** What something else manages is no workload of its own: the replica sets of deployments, the jobs of cron jobs. */
const managed = new Set<string>([REPLICA_SETS, JOBS]);
const standsAlone: Predicate<Manifest> = matching(({ scope, object }) => {
  return !managed.has(scope.resource) || !object.metadata.ownerReferences?.some(({ controller }) => controller);
});

const unordered = new Order<Manifest>([]);

const matchOf = perInput((filter: WorkloadFilter | undefined): Predicate<Manifest> => {
  const predicates = [...objectPredicates<Manifest>(filter), standsAlone];
  if (filter?.image) {
    const test = stringTest(filter.image);
    predicates.push(matching((row) => toWorkload(row).containers.some(({ image }) => test(image))));
  }
  const ready = filter?.ready;
  if (ready != null) {
    predicates.push(
      matching((row) => {
        const { replicas, readyReplicas } = toWorkload(row);
        return (readyReplicas ?? 0) >= (replicas ?? 0) === ready;
      }),
    );
  }
  return every(predicates);
});

export function listWorkloads(
  ctx: DomainContext,
  args: WorkloadArgs,
  within?: Within<Manifest>,
): Connection<Manifest, Workload> {
  const { filter, orderBy } = args;
  const match = matchOf(filter);
  const all = match === NOTHING || !within?.match ? match : every([within.match, match]);
  return listMergedConnection(ctx, {
    kinds: kindsOf(filter).map((resource) => ({ resource, match: all })),
    args,
    clusters: clustersOf(ctx, filter, within?.clusters),
    order: orderOf(orderBy),
    toObject: toWorkload,
  });
}

/** The workloads that pass a filter, as they change. */
export function followWorkloads(filter: WorkloadFilter | null | undefined): Feed<FollowedState> {
  return followState((context) => {
    const ctx = context as DomainContext;
    const clusters = clustersOf(ctx, filter) ?? ctx.reader.clusters();
    const match = matchOf(filter);
    const pages = (match === NOTHING ? [] : kindsOf(filter)).map((resource) => ({
      resource,
      page: ctx.reader.list<Manifest>({ resource, clusters, match, order: unordered, first: Number.MAX_SAFE_INTEGER }),
    }));
    return {
      items: pages.flatMap(({ page }) => page.rows.map(itemOf)),
      clusters,
      silent: new Set(
        pages.flatMap(({ resource, page }) =>
          page.clusterErrors.flatMap(({ cluster, error }) => {
            return error.code === "FORBIDDEN" ? [] : [sourceOf({ cluster, resource })];
          }),
        ),
      ),
    };
  });
}

function itemOf(row: Row<Manifest>): FollowedItem {
  const object = toWorkload(row);
  return { id: object.id, fingerprint: row.version, object, sources: [sourceOf(row.scope)] };
}

function sourceOf({ cluster, resource }: Scope): string {
  return `${cluster} ${resource}`;
}

function kindsOf(filter: WorkloadFilter | null | undefined): readonly WorkloadKind[] {
  return filter?.kinds ? workloadKinds.filter((kind) => filter.kinds?.includes(kind)) : workloadKinds;
}

export function findWorkload(ctx: DomainContext, by: WorkloadByInput): Row<Manifest> | null {
  if (by.ref) return readTarget(ctx, targetOf(ctx, by.ref.kind, { ref: by.ref }, "by"));
  const id: Target = decodeId(by.id as string);
  if (workloadKinds.includes(id.resource as WorkloadKind)) return readTarget(ctx, id);
  throw new FairwayError("INVALID_ID", `The id is of one of ${id.resource}, which are no workloads`, {
    field: "by.id",
  });
}

export function isWorkload({ scope }: Row<Manifest>): boolean {
  return workloadKinds.includes(scope.resource as WorkloadKind);
}

/** What manages an object: the workload at the top of its chain of owners that may be seen. Null where none does. */
export function workloadOf(ctx: DomainContext, row: Row<Manifest>): Row<Manifest> | null {
  let top: Row<Manifest> | null = null;
  // Owners are written by whoever may write the object, and no API server minds a circle of them.
  const seen = new Set<string>();
  for (let owner = ownerOf(ctx, row); owner && !seen.has(owner.uid); owner = ownerOf(ctx, owner)) {
    seen.add(owner.uid);
    top = owner;
  }
  return top;
}

function ownerOf(ctx: DomainContext, { scope, namespace, object }: Row<Manifest>): Row<Manifest> | null {
  const reference = object.metadata.ownerReferences?.find(({ controller }) => controller);
  const resource = reference && workloadKindOf(reference.apiVersion, reference.kind);
  if (!resource) return null;
  return readTarget(ctx, { cluster: scope.cluster, resource, namespace, name: reference.name, uid: reference.uid });
}

/** The uids that its pods name as their owner: its own, or those of the replica sets or jobs between. */
export function podOwnersOf(ctx: DomainContext, { scope, uid }: Row<Manifest>): readonly string[] {
  const between = betweenPodsAnd(scope.resource);
  if (!between) return [uid];
  return ctx.reader.related(scope.cluster, between, byOwner.name, uid).map((each) => each.uid);
}

/** A workload, what is between it and its pods, and those: as far as the caller may list them. Throws other errors of the cluster. */
export function downToPods(ctx: DomainContext, row: Row<Manifest>): readonly Row<Manifest>[] {
  const { cluster, resource } = row.scope;
  const between = betweenPodsAnd(resource);
  const owned = between ? seenUnder(ctx, { cluster, resource: between }, byOwner, row.uid) : [];
  const owners = between ? owned : [row];
  const pods = owners.flatMap(({ uid }) => seenUnder(ctx, { cluster, resource: PODS }, byOwner, uid));
  return [row, ...owned, ...pods];
}

function betweenPodsAnd(resource: GroupResource): GroupResource | null {
  return resource === "apps/deployments" ? REPLICA_SETS : resource === "batch/cronjobs" ? JOBS : null;
}
