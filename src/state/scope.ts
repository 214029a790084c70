/** The name under which a cluster is registered: unique in this gateway and the same on each of its replicas. */
export type ClusterName = string;

/** `pods`, `apps/deployments`: the plural resource, with its API group before it unless that is the core group. */
export type GroupResource = string;

/** What one store holds: one resource of one cluster, in one namespace or (absent) in all. */
export interface Scope {
  readonly cluster: ClusterName;
  readonly resource: GroupResource;
  readonly namespace?: string;
}

/** `namespace/name`; `/name` for what lives in no namespace. */
export type Key = string;

export function keyOf(namespace: string, name: string): Key {
  return `${namespace}/${name}`;
}

export function scopeId(scope: Scope): string {
  return `${scope.cluster}|${scope.resource}|${scope.namespace ?? "*"}`;
}
