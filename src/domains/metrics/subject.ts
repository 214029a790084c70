import type { ClusterName } from "../../state/index.ts";
import type { SubjectKind } from "./metric-table.ts";

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Of what metrics are asked for, all in one cluster. */
export type Subject = { readonly cluster: ClusterName } & (
  | { readonly kind: "PODS"; readonly pods: readonly PodName[] }
  | { readonly kind: "NAMESPACE"; readonly namespace: string }
  | { readonly kind: "NODE"; readonly node: string }
  | { readonly kind: "CONTROL_PLANE" }
);

/** One of those that a query tells apart by labels. */
export interface Part {
  readonly kind: SubjectKind;
  readonly cluster: ClusterName;
  /** Values of the labels of its kind, in their order. */
  readonly values: readonly string[];
}

/** The labels by which a query tells its parts apart. */
export function labelsOf(kind: SubjectKind, nodeLabel: string): readonly string[] {
  return { PODS: ["namespace", "pod"], NAMESPACE: ["namespace"], NODE: [nodeLabel], CONTROL_PLANE: [] }[kind];
}

export function partsOf(subject: Subject): readonly Part[] {
  const { kind, cluster } = subject;
  const part = (...values: readonly string[]): Part => ({ kind, cluster, values });
  switch (subject.kind) {
    case "PODS":
      return subject.pods.map(({ namespace, name }) => part(namespace, name));
    case "NAMESPACE":
      return [part(subject.namespace)];
    case "NODE":
      return [part(subject.node)];
    case "CONTROL_PLANE":
      return [part()];
  }
}
