import {
  type Connection,
  type EventStream,
  every,
  indexed,
  listConnection,
  matching,
  oneOfTest,
  ordersBy,
  perInput,
} from "../../graphql/index.ts";
import type { IndexDefinition, Predicate, Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { clustersOf, objectOrderValues, objectPredicates, type Within } from "../resources/index.ts";
import type { PodArgs, PodFilter, PodOrderField } from "./pod.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { phaseOf, restartCountOf } from "./pod.mapping.ts";
import { PODS, Pod } from "./pod.type.ts";

export const podsByNode: IndexDefinition = {
  name: "node",
  resource: PODS,
  values: ({ object }) => {
    const { spec } = object as PodManifest;
    return spec?.nodeName ? [spec.nodeName] : [];
  },
};

const orderOf = ordersBy<PodOrderField, PodManifest>({
  ...objectOrderValues,
  PHASE: ({ object }) => phaseOf(object),
  NODE_NAME: ({ object }) => object.spec?.nodeName ?? null,
  RESTART_COUNT: ({ object }) => restartCountOf(object),
});

const matchOf = perInput((filter: PodFilter | undefined): Predicate<PodManifest> => {
  const predicates = objectPredicates<PodManifest>(filter);
  if (filter?.phase) {
    const test = oneOfTest(filter.phase);
    predicates.push(matching(({ object }) => test(phaseOf(object))));
  }
  if (filter?.nodeName != null) predicates.push(indexed(podsByNode, [filter.nodeName]));
  return every(predicates);
});

const toPod = (row: Row<PodManifest>) => new Pod(row);

export function listPods(
  ctx: DomainContext,
  args: PodArgs,
  within?: Within<PodManifest>,
): Connection<PodManifest, Pod> {
  const match = matchOf(args.filter);
  return listConnection(ctx, {
    resource: PODS,
    args,
    clusters: clustersOf(ctx, args.filter, within?.clusters),
    match: within?.match ? every([within.match, match]) : match,
    order: orderOf(args.orderBy),
    toObject: toPod,
  });
}

export function streamPods(ctx: DomainContext, filter: PodFilter | null | undefined): EventStream<PodManifest> {
  const clusters = clustersOf(ctx, filter);
  return {
    resource: PODS,
    match: matchOf(filter),
    toObject: toPod,
    ...(clusters && { clusters }),
  };
}
