import {
  type Connection,
  type EventStream,
  every,
  listConnection,
  matching,
  type OrderValues,
  orderOf,
} from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { clustersOf, objectOrderValues, objectPredicates, type Within } from "../resources/index.ts";
import type { DeploymentArgs, DeploymentFilter, DeploymentOrderField } from "./deployment.input.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { DEPLOYMENTS, Deployment } from "./deployment.type.ts";

const orderValues: OrderValues<DeploymentOrderField, DeploymentManifest> = {
  ...objectOrderValues,
  REPLICAS: ({ object }) => object.spec?.replicas ?? 1,
  AVAILABLE_REPLICAS: ({ object }) => object.status?.availableReplicas ?? 0,
  UNAVAILABLE_REPLICAS: ({ object }) => object.status?.unavailableReplicas ?? 0,
};

function predicatesOf(filter: DeploymentFilter | null | undefined): Predicate<DeploymentManifest>[] {
  const predicates = objectPredicates<DeploymentManifest>(filter);
  const paused = filter?.paused;
  if (paused != null) predicates.push(matching(({ object }) => (object.spec?.paused ?? false) === paused));
  return predicates;
}

export function listDeployments(
  ctx: DomainContext,
  args: DeploymentArgs,
  within?: Within<DeploymentManifest>,
): Connection<DeploymentManifest, Deployment> {
  const predicates = predicatesOf(args.filter);
  if (within?.match) predicates.push(within.match);
  return listConnection(ctx, {
    resource: DEPLOYMENTS,
    args,
    clusters: clustersOf(ctx, args.filter, within?.clusters),
    match: every(predicates),
    order: orderOf(orderValues, args.orderBy),
    toObject: (row) => new Deployment(row),
  });
}

export function streamDeployments(
  ctx: DomainContext,
  filter: DeploymentFilter | null | undefined,
): EventStream<DeploymentManifest> {
  const clusters = clustersOf(ctx, filter);
  return {
    resource: DEPLOYMENTS,
    match: every(predicatesOf(filter)),
    toObject: (row) => new Deployment(row),
    ...(clusters && { clusters }),
  };
}
