import { type Connection, every, listConnection, matching, ordersBy, perInput } from "../../graphql/index.ts";
import type { Predicate, Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { clustersOf, objectOrderValues, objectPredicates, type Within } from "../resources/index.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { revisionOf } from "./deployment.mapping.ts";
import type { ReplicaSetArgs, ReplicaSetFilter, ReplicaSetOrderField } from "./replica-set.input.ts";
import { REPLICA_SETS, ReplicaSet } from "./replica-set.type.ts";

const orderOf = ordersBy<ReplicaSetOrderField, ReplicaSetManifest>({
  ...objectOrderValues,
  ROLLOUT_REVISION: ({ object }) => revisionOf(object),
});

const matchOf = perInput((filter: ReplicaSetFilter | undefined): Predicate<ReplicaSetManifest> => {
  const predicates = objectPredicates<ReplicaSetManifest>(filter);
  const active = filter?.active;
  if (active != null) predicates.push(matching(({ object }) => (object.spec?.replicas ?? 1) > 0 === active));
  return every(predicates);
});

const toReplicaSet = (row: Row<ReplicaSetManifest>) => new ReplicaSet(row);

export function listReplicaSets(
  ctx: DomainContext,
  args: ReplicaSetArgs,
  within: Within<ReplicaSetManifest>,
): Connection<ReplicaSetManifest, ReplicaSet> {
  const match = matchOf(args.filter);
  return listConnection(ctx, {
    resource: REPLICA_SETS,
    args,
    clusters: clustersOf(ctx, args.filter, within.clusters),
    match: within.match ? every([within.match, match]) : match,
    order: orderOf(args.orderBy),
    toObject: toReplicaSet,
  });
}
