import type { EventCase } from "./event-case.ts";

export const clusterCases: Readonly<Record<string, EventCase>> = {
  clusterNodeEvents: {
    args: "",
    filter: "ClusterNodeFilter",
    on: "ClusterNode",
    clusterScoped: true,
    path: () => "/api/v1/nodes",
    body: (name) => ({ metadata: { name } }),
  },
  namespaceEvents: {
    args: "",
    filter: "NamespaceFilter",
    on: "Namespace",
    clusterScoped: true,
    path: () => "/api/v1/namespaces",
    body: (name) => ({ metadata: { name } }),
    // Its controller would see to it that it is empty.
    afterDeletion: (api, name) =>
      api.request("PUT", `/api/v1/namespaces/${name}/finalize`, {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name },
        spec: { finalizers: [] },
      }),
  },
  resourceQuotaEvents: {
    args: "",
    filter: "ResourceQuotaFilter",
    on: "ResourceQuota",
    path: (namespace) => `/api/v1/namespaces/${namespace}/resourcequotas`,
    body: (name) => ({ metadata: { name }, spec: { hard: { pods: "10" } } }),
  },
  limitRangeEvents: {
    args: "",
    filter: "LimitRangeFilter",
    on: "LimitRange",
    path: (namespace) => `/api/v1/namespaces/${namespace}/limitranges`,
    body: (name) => ({ metadata: { name }, spec: { limits: [{ type: "Container", max: { cpu: "2" } }] } }),
  },
};
