import type { KubernetesObject } from "../../src/kubernetes/index.ts";
import type { GroupResource } from "../../src/state/index.ts";
import { world } from "../q2/operation.ts";

const listed = "(first: 50) { totalCount nodes { name namespace resourceVersion } clusterErrors { code } }";
const plain = ["services", "configmaps", "serviceaccounts", "statefulsets", "replicasets"] as const;

/** Root fields of a query, each of another kind: three that the gateway has types for, and five that it has not. */
const fields = [
  `pods${listed}`,
  `deployments${listed}`,
  `namespaces${listed.replace(" namespace ", " ")}`,
  ...plain.map((kind) => `${kind}: resources${listed.replace("(", `(kind: "${kind}", `)}`),
];

export const KINDS = fields.length;
export const allKinds = `{ ${fields.join(" ")} }`;
/** Of that with the most objects. */
export const oneKind = `{ ${fields[0]} }`;

const count = 20;

/** Some objects of each kind; namespaces come with them. */
export function objects(): Map<GroupResource, readonly KubernetesObject[]> {
  const labels = { app: "shop" };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: "app", image: "registry.example.com/shop" }] },
  };
  return new Map<GroupResource, readonly KubernetesObject[]>([
    ...world(),
    ["services", several("v1", "Service", { spec: { ports: [{ port: 80 }], selector: labels } })],
    ["configmaps", several("v1", "ConfigMap", { data: { setting: "on" } })],
    ["serviceaccounts", several("v1", "ServiceAccount", {})],
    [
      "apps/statefulsets",
      several("apps/v1", "StatefulSet", { spec: { serviceName: "shop", selector: { matchLabels: labels }, template } }),
    ],
  ]);
}

function several(apiVersion: string, kind: string, fields: object): KubernetesObject[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion,
    kind,
    metadata: { name: `shop-${index}`, namespace: "shop", uid: `${kind}-${index}`, resourceVersion: "" },
    ...fields,
  }));
}
