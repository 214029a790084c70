import {
  type Connection,
  type EventStream,
  every,
  listConnection,
  matching,
  ordersBy,
  perInput,
} from "../../graphql/index.ts";
import type { Predicate, Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { clustersOf, objectOrderValues, objectPredicates, type Within } from "../resources/index.ts";
import type { DeploymentArgs, DeploymentFilter, DeploymentOrderField } from "./deployment.input.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { DEPLOYMENTS, Deployment } from "./deployment.type.ts";

const orderOf = ordersBy<DeploymentOrderField, DeploymentManifest>({
  ...objectOrderValues,
  REPLICAS: ({ object }) => object.spec?.replicas ?? 1,
  AVAILABLE_REPLICAS: ({ object }) => object.status?.availableReplicas ?? 0,
  UNAVAILABLE_REPLICAS: ({ object }) => object.status?.unavailableReplicas ?? 0,
});

const matchOf = perInput((filter: DeploymentFilter | undefined): Predicate<DeploymentManifest> => {
  const predicates = objectPredicates<DeploymentManifest>(filter);
  const paused = filter?.paused;
  if (paused != null) predicates.push(matching(({ object }) => (object.spec?.paused ?? false) === paused));
  return every(predicates);
});

const toDeployment = (row: Row<DeploymentManifest>) => new Deployment(row);

export function listDeployments(
  ctx: DomainContext,
  args: DeploymentArgs,
  within?: Within<DeploymentManifest>,
): Connection<DeploymentManifest, Deployment> {
  const match = matchOf(args.filter);
  return listConnection(ctx, {
    resource: DEPLOYMENTS,
    args,
    clusters: clustersOf(ctx, args.filter, within?.clusters),
    match: within?.match ? every([within.match, match]) : match,
    order: orderOf(args.orderBy),
    toObject: toDeployment,
  });
}

export function streamDeployments(
  ctx: DomainContext,
  filter: DeploymentFilter | null | undefined,
): EventStream<DeploymentManifest> {
  const clusters = clustersOf(ctx, filter);
  return {
    resource: DEPLOYMENTS,
    match: matchOf(filter),
    toObject: toDeployment,
    ...(clusters && { clusters }),
  };
}
