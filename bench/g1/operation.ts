import type { KubernetesObject } from "../../src/kubernetes/index.ts";

export const query = `subscription Pods($filter: PodFilter) {
  podEvents(filter: $filter) {
    changes { type object { cluster namespace name phase ready nodeName resourceVersion } }
    phase
    clusters
  }
}`;

/** The filter of a subscription; of another value, it is another group. */
export interface Filter {
  readonly namespaces?: readonly string[];
  readonly labels?: string;
  readonly name?: { readonly eq: string };
}

export const FIRST_VERSION = 1_000_001;

const NAMESPACES = 250;
const namespaceOf = (index: number) => `team-${index % NAMESPACES}`;
const nameOf = (index: number) => `service-${String(index).padStart(5, "0")}`;

function pod(namespace: string, name: string, number: number, version: number): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-5d9c7b6f4-abcde`,
      namespace,
      uid: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
      resourceVersion: String(version),
      labels: { app: name, tier: "back" },
    },
    spec: { nodeName: "node-001" },
    status: { phase: "Running" },
  };
}

/** Pods that do not change: what the filters of those ask for who get nothing. */
export function quietPods(count: number): KubernetesObject[] {
  return Array.from({ length: count }, (_, index) => pod(namespaceOf(index), nameOf(index), index, 1_000 + index));
}

const BUSY = 10;

/** One of the few pods that change. */
export function busyPod(version: number): KubernetesObject {
  const number = version % BUSY;
  return pod("busy", `busy-${number}`, 900_000 + number, version);
}

/** So many filters, no two alike, that no busy pod passes: by namespace, by label, by name, and by all of these. */
export function quietFilters(count: number): Filter[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index >> 2;
    const byNamespace = { namespaces: [namespaceOf(number)] };
    const byLabel = { labels: `app=${nameOf(number)}` };
    const byName = { name: { eq: `${nameOf(number)}-5d9c7b6f4-abcde` } };
    const kinds = [byNamespace, byLabel, byName, { ...byNamespace, ...byLabel, ...byName }];
    return kinds[index % kinds.length] as Filter;
  });
}

/** So many filters, no two alike, that every busy pod passes. */
export function busyFilters(count: number): Filter[] {
  return Array.from({ length: count }, (_, index) => ({ namespaces: ["busy", `nobody-${index}`] }));
}
