import type { EventCase } from "./event-case.ts";

export const networkCases: Readonly<Record<string, EventCase>> = {
  serviceEvents: {
    args: "",
    filter: "ServiceFilter",
    on: "Service",
    path: (namespace) => `/api/v1/namespaces/${namespace}/services`,
    body: (name) => ({ metadata: { name }, spec: { ports: [{ port: 80 }] } }),
  },
  ingressEvents: {
    args: "",
    filter: "IngressFilter",
    on: "Ingress",
    path: (namespace) => `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`,
    body: (name) => ({
      metadata: { name },
      spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
    }),
  },
};
