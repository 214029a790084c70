import { container, type EventCase } from "./event-case.ts";

const template = (name: string) => ({ metadata: { labels: { app: name } }, spec: { containers: [container] } });

const jobTemplate = { spec: { restartPolicy: "Never", containers: [container] } };

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
  statefulSetEvents: {
    args: "",
    filter: "StatefulSetFilter",
    on: "StatefulSet",
    path: (namespace) => `/apis/apps/v1/namespaces/${namespace}/statefulsets`,
    body: (name) => ({
      metadata: { name },
      spec: { replicas: 1, serviceName: name, selector: { matchLabels: { app: name } }, template: template(name) },
    }),
  },
  daemonSetEvents: {
    args: "",
    filter: "DaemonSetFilter",
    on: "DaemonSet",
    path: (namespace) => `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
    body: (name) => ({
      metadata: { name },
      spec: { selector: { matchLabels: { app: name } }, template: template(name) },
    }),
  },
  jobEvents: {
    args: "",
    filter: "JobFilter",
    on: "Job",
    path: (namespace) => `/apis/batch/v1/namespaces/${namespace}/jobs`,
    body: (name) => ({ metadata: { name }, spec: { template: jobTemplate } }),
  },
  cronJobEvents: {
    args: "",
    filter: "CronJobFilter",
    on: "CronJob",
    path: (namespace) => `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
    body: (name) => ({
      metadata: { name },
      spec: { schedule: "0 0 1 1 *", jobTemplate: { spec: { template: jobTemplate } } },
    }),
  },
  horizontalPodAutoscalerEvents: {
    args: "",
    filter: "HorizontalPodAutoscalerFilter",
    on: "HorizontalPodAutoscaler",
    path: (namespace) => `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
    body: (name) => ({
      metadata: { name },
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name } },
    }),
  },
  podDisruptionBudgetEvents: {
    args: "",
    filter: "PodDisruptionBudgetFilter",
    on: "PodDisruptionBudget",
    path: (namespace) => `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
    body: (name) => ({ metadata: { name }, spec: { minAvailable: 1, selector: { matchLabels: { app: name } } } }),
  },
  controllerRevisionEvents: {
    args: "",
    filter: "ControllerRevisionFilter",
    on: "ControllerRevision",
    path: (namespace) => `/apis/apps/v1/namespaces/${namespace}/controllerrevisions`,
    body: (name) => ({ metadata: { name }, revision: 1, data: { spec: { template: template(name) } } }),
  },
  priorityClassEvents: {
    args: "",
    filter: "PriorityClassFilter",
    on: "PriorityClass",
    clusterScoped: true,
    path: () => "/apis/scheduling.k8s.io/v1/priorityclasses",
    body: (name) => ({ metadata: { name }, value: 10 }),
  },
};
