import type { EventCase } from "./event-case.ts";

export const resourceCases: Readonly<Record<string, EventCase>> = {
  resourceEvents: {
    args: 'kind: "configmaps", ',
    filter: "ResourceFilter",
    on: "Resource",
    path: (namespace) => `/api/v1/namespaces/${namespace}/configmaps`,
    body: (name) => ({ metadata: { name }, data: { key: "value" } }),
  },
};
