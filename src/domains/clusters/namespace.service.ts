import {
  type Connection,
  every,
  listConnection,
  matching,
  type OrderValues,
  oneOfTest,
  orderOf,
} from "../../graphql/index.ts";
import type { ClusterName } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { clustersOf, objectOrderValues, objectPredicates } from "../resources/index.ts";
import type { NamespaceArgs, NamespaceOrderField } from "./namespace.input.ts";
import { NAMESPACES, Namespace, type NamespaceManifest, phaseOf } from "./namespace.type.ts";

const { NAME, CLUSTER, CREATED_AT } = objectOrderValues;
const orderValues: OrderValues<NamespaceOrderField, NamespaceManifest> = { NAME, CLUSTER, CREATED_AT };

export function listNamespaces(
  ctx: DomainContext,
  { filter, orderBy, ...page }: NamespaceArgs,
  within?: readonly ClusterName[],
): Connection<NamespaceManifest, Namespace> {
  const predicates = objectPredicates<NamespaceManifest>(filter);
  if (filter?.phase) {
    const test = oneOfTest(filter.phase);
    predicates.push(matching(({ object }) => test(phaseOf(object))));
  }
  return listConnection(ctx, {
    resource: NAMESPACES,
    args: page,
    clusters: clustersOf(ctx, filter, within),
    match: every(predicates),
    order: orderOf(orderValues, orderBy),
    toObject: (row) => new Namespace(row),
  });
}
