import { type Connection, every, listConnection, matching, type OrderValues, orderOf } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { clustersOf, objectOrderValues, objectPredicates, type Within } from "../resources/index.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { revisionOf } from "./deployment.mapping.ts";
import type { ReplicaSetArgs, ReplicaSetOrderField } from "./replica-set.input.ts";
import { REPLICA_SETS, ReplicaSet } from "./replica-set.type.ts";

const orderValues: OrderValues<ReplicaSetOrderField, ReplicaSetManifest> = {
  ...objectOrderValues,
  ROLLOUT_REVISION: ({ object }) => revisionOf(object),
};

export function listReplicaSets(
  ctx: DomainContext,
  args: ReplicaSetArgs,
  within: Within<ReplicaSetManifest>,
): Connection<ReplicaSetManifest, ReplicaSet> {
  const predicates = objectPredicates<ReplicaSetManifest>(args.filter);
  const active = args.filter?.active;
  if (active != null) predicates.push(matching(({ object }) => (object.spec?.replicas ?? 1) > 0 === active));
  if (within.match) predicates.push(within.match);
  return listConnection(ctx, {
    resource: REPLICA_SETS,
    args,
    clusters: clustersOf(ctx, args.filter, within.clusters),
    match: every(predicates),
    order: orderOf(orderValues, args.orderBy),
    toObject: (row) => new ReplicaSet(row),
  });
}
