import {
  type Connection,
  every,
  listConnection,
  matching,
  oneOfTest,
  ordersBy,
  perInput,
} from "../../graphql/index.ts";
import type { ClusterName, Predicate, Row } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { clustersOf, objectOrderValues, objectPredicates } from "../resources/index.ts";
import type { NamespaceArgs, NamespaceFilter, NamespaceOrderField } from "./namespace.input.ts";
import { NAMESPACES, Namespace, type NamespaceManifest, phaseOf } from "./namespace.type.ts";

const { NAME, CLUSTER, CREATED_AT } = objectOrderValues;
const orderOf = ordersBy<NamespaceOrderField, NamespaceManifest>({ NAME, CLUSTER, CREATED_AT });

const matchOf = perInput((filter: NamespaceFilter | undefined): Predicate<NamespaceManifest> => {
  const predicates = objectPredicates<NamespaceManifest>(filter);
  if (filter?.phase) {
    const test = oneOfTest(filter.phase);
    predicates.push(matching(({ object }) => test(phaseOf(object))));
  }
  return every(predicates);
});

const toNamespace = (row: Row<NamespaceManifest>) => new Namespace(row);

export function listNamespaces(
  ctx: DomainContext,
  { filter, orderBy, ...page }: NamespaceArgs,
  within?: readonly ClusterName[],
): Connection<NamespaceManifest, Namespace> {
  return listConnection(ctx, {
    resource: NAMESPACES,
    args: page,
    clusters: clustersOf(ctx, filter, within),
    match: matchOf(filter),
    order: orderOf(orderBy),
    toObject: toNamespace,
  });
}
