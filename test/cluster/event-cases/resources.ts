import type { EventCase } from "./event-case.ts";

export const resourceCases: Readonly<Record<string, EventCase>> = {
  resourceEvents: {
    // A kind without a type of its own: `node` shows the others as what they are.
    args: 'kind: "leases", ',
    filter: "ResourceFilter",
    on: "Resource",
    path: (namespace) => `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
    body: (name) => ({ metadata: { name }, spec: {} }),
  },
};
