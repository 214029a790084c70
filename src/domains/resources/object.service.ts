import { FairwayError } from "../../errors/index.ts";
import { byNamespace, every, indexed, matching, parseLabelSelector, stringTest } from "../../graphql/index.ts";
import type { ClusterName, Predicate } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import type { NamespacedObjectFilter } from "./object.input.ts";

/** The predicates for the conditions that filters of every kind share. */
export function objectPredicates<T extends Manifest>(
  filter: NamespacedObjectFilter | null | undefined,
): Predicate<T>[] {
  const predicates: Predicate<T>[] = [];
  if (filter?.namespaces) predicates.push(indexed(byNamespace, filter.namespaces));
  if (filter?.name) {
    const test = stringTest(filter.name);
    predicates.push(matching(({ name }) => test(name)));
  }
  if (filter?.labels != null) {
    const test = parseLabelSelector(filter.labels);
    predicates.push(matching(({ object }) => test(object.metadata.labels)));
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
}
