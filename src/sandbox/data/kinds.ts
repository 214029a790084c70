import type { Column, Kind } from "../storage/kind.ts";
import { fieldsOf, valueAt } from "../storage/object.ts";

const allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** The same, in the order in which they are told of kinds that a definition adds. */
const addedVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

/** A kind of a group and version, as in `apps/v1`, with everything that is not said as most kinds have it. */
function kind(apiVersion: string, resource: string, name: string, more: Partial<Kind> = {}): Kind {
  const [first = "", version] = apiVersion.split("/");
  return {
    group: version === undefined ? "" : first,
    version: version ?? first,
    resource,
    kind: name,
    singular: name.toLowerCase(),
    namespaced: true,
    verbs: allVerbs,
    shortNames: [],
    categories: [],
    subresources: [],
    selectable: [],
    generation: false,
    returnsDeleted: false,
    added: false,
    columns: [],
    ...more,
  };
}

const text = (name: string, path: string): Column => ({ name, type: "string", value: (o) => valueAt(o, path) ?? "" });
const count = (name: string, path: string): Column => ({ name, type: "integer", value: (o) => valueAt(o, path) ?? 0 });
const of = (path: string, whole: string): Column["value"] => {
  return (object) => `${valueAt(object, path) ?? 0}/${valueAt(object, whole) ?? 0}`;
};
const listAt = (object: unknown, path: string) => (valueAt(object, path) ?? []) as readonly Record<string, unknown>[];
const readyNode: Column["value"] = (object) => {
  const ready = listAt(object, "status.conditions").some(({ type, status }) => type === "Ready" && status === "True");
  return ready ? "Ready" : "NotReady";
};
const podStatus: Column["value"] = (object) => {
  if (valueAt(object, "metadata.deletionTimestamp")) return "Terminating";
  const waiting = listAt(object, "status.containerStatuses").map((status) => valueAt(status, "state.waiting.reason"));
  return waiting.find(Boolean) ?? valueAt(object, "status.phase");
};

const status = { subresources: ["status"] } as const;
const scaled = { subresources: ["status", "scale"], generation: true, categories: ["all"] } as const;
const unscoped = { namespaced: false } as const;

export const namespaces = kind("v1", "namespaces", "Namespace", {
  ...unscoped,
  ...status,
  verbs: allVerbs.filter((verb) => verb !== "deletecollection"),
  shortNames: ["ns"],
  selectable: ["status.phase"],
  columns: [text("Status", "status.phase")],
});
export const nodes = kind("v1", "nodes", "Node", {
  ...unscoped,
  ...status,
  shortNames: ["no"],
  selectable: ["spec.unschedulable"],
  columns: [{ name: "Status", type: "string", value: readyNode }, text("Version", "status.nodeInfo.kubeletVersion")],
});
export const pods = kind("v1", "pods", "Pod", {
  ...status,
  shortNames: ["po"],
  categories: ["all"],
  generation: true,
  returnsDeleted: true,
  selectable: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
  ].concat("status.podIP", "status.nominatedNodeName"),
  columns: [
    {
      name: "Ready",
      type: "string",
      value: (object) => {
        const statuses = listAt(object, "status.containerStatuses");
        return `${statuses.filter(({ ready }) => ready).length}/${listAt(object, "spec.containers").length}`;
      },
    },
    { name: "Status", type: "string", value: podStatus },
    {
      name: "Restarts",
      type: "integer",
      value: (object) =>
        listAt(object, "status.containerStatuses").reduce((sum, each) => sum + Number(each.restartCount ?? 0), 0),
    },
  ],
});
export const events = kind("v1", "events", "Event", {
  shortNames: ["ev"],
  selectable: ["apiVersion", "fieldPath", "kind", "name", "namespace", "resourceVersion", "uid"]
    .map((field) => `involvedObject.${field}`)
    .concat("reason", "type", "source", "reportingComponent"),
  columns: [text("Type", "type"), text("Reason", "reason"), text("Message", "message")],
});
export const services = kind("v1", "services", "Service", {
  ...status,
  shortNames: ["svc"],
  categories: ["all"],
  returnsDeleted: true,
  selectable: ["spec.clusterIP", "spec.type"],
  columns: [text("Type", "spec.type"), text("Cluster-IP", "spec.clusterIP")],
});
export const configMaps = kind("v1", "configmaps", "ConfigMap", {
  shortNames: ["cm"],
  columns: [{ name: "Data", type: "integer", value: (object) => Object.keys(fieldsOf(object.data)).length }],
});
export const secrets = kind("v1", "secrets", "Secret", {
  selectable: ["type"],
  columns: [
    text("Type", "type"),
    { name: "Data", type: "integer", value: (object) => Object.keys(fieldsOf(object.data)).length },
  ],
});
export const serviceAccounts = kind("v1", "serviceaccounts", "ServiceAccount", {
  shortNames: ["sa"],
  returnsDeleted: true,
});
export const deployments = kind("apps/v1", "deployments", "Deployment", {
  ...scaled,
  shortNames: ["deploy"],
  columns: [
    { name: "Ready", type: "string", value: of("status.readyReplicas", "spec.replicas") },
    count("Up-to-date", "status.updatedReplicas"),
    count("Available", "status.availableReplicas"),
  ],
});
export const replicaSets = kind("apps/v1", "replicasets", "ReplicaSet", {
  ...scaled,
  shortNames: ["rs"],
  selectable: ["status.replicas"],
  columns: [
    count("Desired", "spec.replicas"),
    count("Current", "status.replicas"),
    count("Ready", "status.readyReplicas"),
  ],
});

export const limitRanges = kind("v1", "limitranges", "LimitRange", { shortNames: ["limits"] });
export const claims = kind("v1", "persistentvolumeclaims", "PersistentVolumeClaim", {
  ...status,
  shortNames: ["pvc"],
  returnsDeleted: true,
});
export const volumes = kind("v1", "persistentvolumes", "PersistentVolume", {
  ...unscoped,
  ...status,
  shortNames: ["pv"],
  returnsDeleted: true,
});
export const quotas = kind("v1", "resourcequotas", "ResourceQuota", {
  ...status,
  shortNames: ["quota"],
  returnsDeleted: true,
});
export const autoscalers = kind("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", {
  ...status,
  shortNames: ["hpa"],
  categories: ["all"],
});
export const cronJobs = kind("batch/v1", "cronjobs", "CronJob", {
  ...status,
  shortNames: ["cj"],
  categories: ["all"],
  generation: true,
});
export const ingresses = kind("networking.k8s.io/v1", "ingresses", "Ingress", {
  ...status,
  shortNames: ["ing"],
  generation: true,
});
export const networkPolicies = kind("networking.k8s.io/v1", "networkpolicies", "NetworkPolicy", {
  shortNames: ["netpol"],
  generation: true,
});
export const disruptionBudgets = kind("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget", {
  ...status,
  shortNames: ["pdb"],
  generation: true,
});
export const storageClasses = kind("storage.k8s.io/v1", "storageclasses", "StorageClass", {
  ...unscoped,
  shortNames: ["sc"],
});
export const certificateSigningRequests = kind(
  "certificates.k8s.io/v1",
  "certificatesigningrequests",
  "CertificateSigningRequest",
  { ...unscoped, subresources: ["approval", "status"], shortNames: ["csr"], selectable: ["spec.signerName"] },
);
export const ingressClasses = kind("networking.k8s.io/v1", "ingressclasses", "IngressClass", unscoped);
/** As the API server describes kinds that a definition adds. */
const tekton = {
  added: true,
  verbs: addedVerbs,
  categories: ["tekton", "tekton-pipelines"],
  generation: true,
  ...status,
} as const;
export const pipelines = kind("tekton.dev/v1", "pipelines", "Pipeline", tekton);
export const pipelineRuns = kind("tekton.dev/v1", "pipelineruns", "PipelineRun", {
  ...tekton,
  shortNames: ["pr", "prs"],
});
export const taskRuns = kind("tekton.dev/v1", "taskruns", "TaskRun", {
  ...tekton,
  shortNames: ["tr", "trs"],
});

/** Everything that a sandbox serves, groups in the server's order of preference. */
export const kinds: readonly Kind[] = [
  configMaps,
  events,
  limitRanges,
  namespaces,
  nodes,
  claims,
  volumes,
  pods,
  quotas,
  secrets,
  serviceAccounts,
  services,
  kind("apps/v1", "daemonsets", "DaemonSet", { ...scaled, subresources: ["status"], shortNames: ["ds"] }),
  deployments,
  replicaSets,
  kind("apps/v1", "statefulsets", "StatefulSet", { ...scaled, shortNames: ["sts"] }),
  autoscalers,
  cronJobs,
  kind("batch/v1", "jobs", "Job", {
    ...status,
    categories: ["all"],
    generation: true,
    selectable: ["status.successful"],
  }),
  certificateSigningRequests,
  ingressClasses,
  ingresses,
  networkPolicies,
  disruptionBudgets,
  kind("rbac.authorization.k8s.io/v1", "clusterrolebindings", "ClusterRoleBinding", unscoped),
  kind("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole", unscoped),
  kind("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding"),
  kind("rbac.authorization.k8s.io/v1", "roles", "Role"),
  storageClasses,
  kind("apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition", {
    ...unscoped,
    ...status,
    shortNames: ["crd", "crds"],
    categories: ["api-extensions"],
    generation: true,
  }),
  kind("coordination.k8s.io/v1", "leases", "Lease"),
  pipelines,
  pipelineRuns,
  taskRuns,
];
