import { expect, test } from "vitest";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

// API servers leave out what is empty; not all that stands before one, or calls itself one, does.

const nulls = (...fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, null]));
const pods = nulls("containers", "initContainers", "ephemeralContainers", "volumes", "imagePullSecrets", "tolerations");
const template = { metadata: { labels: null }, spec: pods };
const status = nulls("conditions", "containerStatuses", "initContainerStatuses", "active", "currentMetrics");
const selector = nulls("matchLabels", "matchExpressions");
const spec = { template, selector, ...nulls("volumeClaimTemplates", "strategy", "updateStrategy") };
const shared = "name owners { kind } labels annotations";
const workload = `${shared} images containers { name } selector requests { cpu } rolloutStatus { text } configMaps { name }`;

test.each([
  [
    "pods",
    "pods",
    { spec: pods, status },
    `${shared} reason containers { name } tolerations { key } conditions { type }`,
  ],
  ["deployments", "apps/deployments", { spec, status }, `${workload} strategy { type } conditions { type }`],
  ["statefulSets", "apps/statefulsets", { spec, status }, `${workload} claimTemplateNames partition`],
  ["daemonSets", "apps/daemonsets", { spec, status }, `${workload} maxUnavailable`],
  ["replicaSets", "apps/replicasets", { spec, status }, workload],
  ["jobs", "batch/jobs", { spec, status }, `${workload} phase`],
  ["cronJobs", "batch/cronjobs", { spec: { jobTemplate: { spec } }, status }, `${workload} activeJobs`],
  [
    "horizontalPodAutoscalers",
    "autoscaling/horizontalpodautoscalers",
    { spec: nulls("metrics"), status },
    "metrics { name }",
  ],
  [
    "horizontalPodAutoscalers",
    "autoscaling/horizontalpodautoscalers",
    { spec: { metrics: [{ type: "Resource", resource: null }] }, status: { currentMetrics: [null, {}] } },
    "metrics { name current }",
  ],
  [
    "podDisruptionBudgets",
    "policy/poddisruptionbudgets",
    { spec: { selector }, status },
    "selector pods { totalCount }",
  ],
  ["configMaps", "configmaps", nulls("data", "binaryData"), "entries { key }"],
  ["serviceAccounts", "serviceaccounts", nulls("secrets", "imagePullSecrets"), "imagePullSecretNames"],
])("among %s one of %s that is half made takes no other with it", async (field, resource, body, fields) => {
  await using world = await KubernetesWorld.start("alpha");
  [body, {}, { spec: null, status: null }].forEach((each, index) => {
    const object = { apiVersion: "v1", kind: kindOf(resource), metadata: metadata(`half-${index}`), ...each };
    world.put("alpha", resource, object as KubernetesObject);
  });
  const { data, errors } = await world.run(`{ ${field} { nodes { __typename ${fields} } } }`);
  expect(errors).toBeUndefined();
  expect(data?.[field]).toMatchObject({ nodes: [{}, {}, {}] });
});

function kindOf(resource: string): string {
  const kinds: Readonly<Record<string, string>> = { pods: "Pod", "batch/cronjobs": "CronJob", "batch/jobs": "Job" };
  return kinds[resource] ?? "Deployment";
}
