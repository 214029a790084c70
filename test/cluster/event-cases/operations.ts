import type { EventCase } from "./event-case.ts";

const target = { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" };

export const operationCases: Readonly<Record<string, EventCase>> = {
  operationEvents: {
    args: "",
    filter: "OperationFilter",
    on: "Operation",
    path: (namespace) => `/apis/fairway.dev/v1alpha1/namespaces/${namespace}/operations`,
    body: (name) => ({
      apiVersion: "fairway.dev/v1alpha1",
      kind: "Operation",
      metadata: { name },
      spec: {
        type: "made-by-hand",
        targets: [target],
        parameters: {},
        principal: { issuer: "nobody", username: "nobody" },
      },
    }),
    // The home cluster.
    clusters: ["alpha"],
  },
};
