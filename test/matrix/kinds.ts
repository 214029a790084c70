/** A kind that takes part in the matrix, as the API server and the gateway name it. */
export interface Kind {
  readonly group: string;
  readonly version: string;
  /** The plural, as in paths and rules. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const core = (resource: string, kind: string, namespaced = true): Kind => ({
  group: "",
  version: "v1",
  resource,
  kind,
  namespaced,
});
const apps = (resource: string, kind: string): Kind => ({
  group: "apps",
  version: "v1",
  resource,
  kind,
  namespaced: true,
});

export const pods = core("pods", "Pod");
export const configMaps = core("configmaps", "ConfigMap");
export const secrets = core("secrets", "Secret");
export const events = core("events", "Event");
export const deployments = apps("deployments", "Deployment");
export const replicaSets = apps("replicasets", "ReplicaSet");
export const widgets: Kind = {
  group: "matrix.example.com",
  version: "v1",
  resource: "widgets",
  kind: "Widget",
  namespaced: true,
};
export const namespaceKind = core("namespaces", "Namespace", false);
export const nodes = core("nodes", "Node", false);

export const kinds: readonly Kind[] = [
  pods,
  configMaps,
  secrets,
  events,
  deployments,
  replicaSets,
  widgets,
  namespaceKind,
  nodes,
];

/** As the gateway's argument `kind` takes it. */
export function kindArgument({ group, resource }: Kind): string {
  return group === "" ? resource : `${group}/${resource}`;
}

export function apiVersionOf({ group, version }: Kind): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The path of the kind's objects: of all of them, or of those in one namespace. */
export function pathOf(kind: Kind, namespace = ""): string {
  const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  return namespace === "" ? `${root}/${kind.resource}` : `${root}/namespaces/${namespace}/${kind.resource}`;
}

export function objectPathOf(kind: Kind, namespace: string, name: string): string {
  return `${pathOf(kind, namespace)}/${name}`;
}
