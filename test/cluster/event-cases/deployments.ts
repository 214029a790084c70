import { container, type EventCase } from "./event-case.ts";

const template = (name: string) => ({ metadata: { labels: { app: name } }, spec: { containers: [container] } });

export const deploymentCases: Readonly<Record<string, EventCase>> = {
  podEvents: {
    args: "",
    filter: "PodFilter",
    on: "Pod",
    path: (namespace) => `/api/v1/namespaces/${namespace}/pods`,
    body: (name) => ({ metadata: { name }, spec: { containers: [container] } }),
  },
  deploymentEvents: {
    args: "",
    filter: "DeploymentFilter",
    on: "Deployment",
    path: (namespace) => `/apis/apps/v1/namespaces/${namespace}/deployments`,
    body: (name) => ({
      metadata: { name },
      spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: template(name) },
    }),
  },
  replicaSetEvents: {
    args: "",
    filter: "ReplicaSetFilter",
    on: "ReplicaSet",
    path: (namespace) => `/apis/apps/v1/namespaces/${namespace}/replicasets`,
    body: (name) => ({
      metadata: { name },
      spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: template(name) },
    }),
  },
};
