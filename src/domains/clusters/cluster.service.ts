import { Connection, checkPageSize, openCursor, ordersBy, stringTest } from "../../graphql/index.ts";
import type { ApiResource, HealthCheck } from "../../kubernetes/index.ts";
import { type ClusterName, keyOf, type Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import type { ClusterOrderField, ClustersArgs } from "./cluster.input.ts";
import { CLUSTER_RESOURCE, Cluster } from "./cluster.type.ts";

/** The cluster, with its health noted as read; null when none is registered under the name. */
export function findCluster(ctx: DomainContext, name: ClusterName): Cluster | null {
  const { reader, clusters, registry, reads, rulesOf } = ctx;
  if (!reader.clusters().includes(name)) return null;
  const access = clusters.get(name);
  reads.note(access.health.cell);
  reads.note(access.credential.cell);
  return new Cluster(name, access, rulesOf(name), registry);
}

/** What a cluster serves; null in a pass that has to ask for it first. */
export function listServedResources(ctx: DomainContext, cluster: ClusterName): readonly ApiResource[] | null {
  const { discovery } = ctx.clusters.get(cluster);
  ctx.reads.note(discovery.cell);
  if (!discovery.hasSynced) {
    const outcome = ctx.misses.ask(`discovery ${cluster}`, cluster, () => discovery.refresh());
    if (outcome.state === "failed") throw outcome.error;
    if (outcome.state === "pending") return null;
  }
  return discovery.resources;
}

/** How the parts of its API server are now; null in a pass that has to ask for it first. */
export function componentsOf(ctx: DomainContext, cluster: ClusterName): readonly HealthCheck[] | null {
  // Nothing tells when it changes.
  ctx.reads.forbid("A cluster was asked how its parts are");
  const access = ctx.clusters.get(cluster);
  const outcome = ctx.misses.ask(`components ${cluster}`, cluster, (signal) => access.healthChecks(signal));
  if (outcome.state === "failed") throw outcome.error;
  return outcome.state === "done" ? outcome.value : null;
}

const orderOf = ordersBy<ClusterOrderField, Cluster>({
  NAME: ({ name }) => name,
  VERSION: ({ object }) => object.version,
});

/** Clusters are few and in no store; they are paged by the same orders and cursors as everything else. */
export function listClusters(ctx: DomainContext, args: ClustersArgs): Connection<Cluster, Cluster> {
  checkPageSize(args.first);
  const { filter } = args;
  const order = orderOf(args.orderBy);
  const after = args.after == null ? undefined : openCursor(ctx.seal, order, args.after);
  const hasName = stringTest(filter?.name ?? {});
  const rows: Row<Cluster>[] = [];
  for (const name of ctx.reader.clusters()) {
    const cluster = hasName(name) ? findCluster(ctx, name) : null;
    if (cluster && (filter?.reachable == null || cluster.reachable === filter.reachable)) rows.push(rowOf(cluster));
  }
  rows.sort((a, b) => order.compareRows(a, b));
  const left = after ? rows.filter((row) => order.compare(row, after) > 0) : rows;
  return new Connection({
    ctx,
    order,
    continued: after !== undefined,
    toObject: ({ object }) => object,
    page: {
      rows: left.slice(0, args.first),
      hasNext: left.length > args.first,
      total: rows.length,
      clusterErrors: [],
      stale: [],
      revision: [],
    },
  });
}

function rowOf(cluster: Cluster): Row<Cluster> {
  const { name } = cluster;
  const scope = { cluster: name, resource: CLUSTER_RESOURCE };
  return { scope, key: keyOf("", name), namespace: "", name, uid: "", version: "", object: cluster };
}
