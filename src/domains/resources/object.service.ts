import { FairwayError } from "../../errors/index.ts";
import {
  byNamespace,
  every,
  indexed,
  matching,
  parseLabelSelector,
  signalled,
  stringTest,
  stringValues,
} from "../../graphql/index.ts";
import type { ClusterError, ClusterName, Predicate, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { byLabel, byName } from "./indexes.ts";
import type { NamespacedObjectFilter } from "./object.input.ts";

/** The predicates for the conditions that filters of every kind share. */
export function objectPredicates<T extends Manifest>(
  filter: NamespacedObjectFilter | null | undefined,
): Predicate<T>[] {
  const predicates: Predicate<T>[] = [];
  if (filter?.namespaces) predicates.push(indexed(byNamespace, filter.namespaces));
  if (filter?.name) {
    const test = stringTest(filter.name);
    const names = stringValues(filter.name);
    const matches = ({ name }: Row<T>) => test(name);
    predicates.push(names ? signalled(matches, byName, names) : matching(matches));
  }
  if (filter?.labels != null) {
    const { test, labels } = parseLabelSelector(filter.labels);
    const matches = ({ object }: Row<T>) => test(object.metadata.labels);
    predicates.push(labels ? signalled(matches, byLabel, labels) : matching(matches));
  }
  return predicates;
}

export function objectPredicate<T extends Manifest>(filter: NamespacedObjectFilter | null | undefined): Predicate<T> {
  return every(objectPredicates<T>(filter));
}

/**
 * The clusters that a filter leaves, each once; undefined for all, also for those registered later. `within` are the
 * ones that the list is limited to anyway, as an edge is to the cluster of its object.
 */
export function clustersOf(
  { reader }: DomainContext,
  filter: { clusters?: readonly ClusterName[] | null } | null | undefined,
  within?: readonly ClusterName[],
): readonly ClusterName[] | undefined {
  if (!filter?.clusters) return within;
  const registered = new Set(reader.clusters());
  for (const cluster of filter.clusters) if (!registered.has(cluster)) throw unknownCluster(cluster, "filter.clusters");
  const asked = new Set(filter.clusters);
  return within ? within.filter((cluster) => asked.has(cluster)) : [...asked];
}

export function unknownCluster(cluster: ClusterName, field: string): FairwayError {
  return new FairwayError("UNKNOWN_CLUSTER", `No cluster is registered as ${JSON.stringify(cluster)}`, { field });
}

/** What an edge adds to a list: the clusters that it stays in, and the condition that makes it an edge. */
export interface Within<T> {
  readonly clusters: readonly ClusterName[];
  readonly match?: Predicate<T>;
  /** Of clusters that did not say what the condition needs. */
  readonly clusterErrors?: readonly ClusterError[];
}
