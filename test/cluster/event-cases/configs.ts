import type { EventCase } from "./event-case.ts";

export const configCases: Readonly<Record<string, EventCase>> = {
  configMapEvents: {
    args: "",
    filter: "ConfigMapFilter",
    on: "ConfigMap",
    path: (namespace) => `/api/v1/namespaces/${namespace}/configmaps`,
    body: (name) => ({ metadata: { name }, data: { key: "value" } }),
  },
};
