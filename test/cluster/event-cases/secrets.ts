import type { EventCase } from "./event-case.ts";

export const secretCases: Readonly<Record<string, EventCase>> = {
  secretEvents: {
    args: "",
    filter: "SecretFilter",
    on: "Secret",
    path: (namespace) => `/api/v1/namespaces/${namespace}/secrets`,
    body: (name) => ({ metadata: { name }, stringData: { key: "value" } }),
  },
  serviceAccountEvents: {
    args: "",
    filter: "ServiceAccountFilter",
    on: "ServiceAccount",
    path: (namespace) => `/api/v1/namespaces/${namespace}/serviceaccounts`,
    body: (name) => ({ metadata: { name } }),
  },
};
