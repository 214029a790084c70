import { deployment, metadata, ownedBy, replicaSet } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const at = (resource: string) => ({ cluster: "alpha", resource, namespace: "shop", name: "web" });

function cases(field: string, resource: string, verbs: Readonly<Record<string, object>>): Record<string, AuditCase> {
  const type = field.charAt(0).toUpperCase() + field.slice(1);
  return Object.fromEntries(
    Object.entries(verbs).map(([verb, input]) => [
      `${field}${verb}`,
      {
        type: `${type}${verb}Input`,
        verb: verb === "Delete" ? "delete" : "patch",
        input: { by: { ref }, ...input },
        object: at(resource),
      },
    ]),
  );
}

const images = { images: [{ container: "web", image: "web:2" }] };
/** Of a kind whose former templates are kept in controller revisions: it, and the one that it is taken back to. */
function undoCase(type: string, kind: string, resource: string): AuditCase {
  const object = { apiVersion: "apps/v1", kind, metadata: metadata("web"), spec: { template: {} } };
  const kept = {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: metadata("web-1", ownedBy(object)),
    revision: 3,
    data: { spec: { template: { $patch: "replace" } } },
  };
  return {
    type,
    verb: "patch",
    input: { by: { ref }, toRevision: 3 },
    object: at(resource),
    answer: object,
    held: [
      [resource, object],
      ["apps/controllerrevisions", kept],
    ],
  };
}

const owner = deployment("web");

export const deploymentCases: Readonly<Record<string, AuditCase>> = {
  ...cases("deployment", "apps/deployments", {
    Scale: { replicas: 3 },
    Restart: {},
    SetImage: images,
    Pause: {},
    Resume: {},
    Delete: {},
  }),
  deploymentUndo: {
    type: "DeploymentUndoInput",
    verb: "patch",
    input: { by: { ref }, toRevision: 3 },
    answer: owner,
    held: [
      ["apps/deployments", owner],
      ["apps/replicasets", replicaSet("web-3", owner)],
    ],
  },
  deploymentCreate: {
    type: "DeploymentCreateInput",
    verb: "create",
    input: { ...ref, containers: [{ name: "web", image: "web:2" }] },
    elsewhere: { cluster: "nowhere" },
  },
  deploymentAutoscale: {
    type: "DeploymentAutoscaleInput",
    verb: "create",
    input: { by: { ref }, maxReplicas: 3 },
    object: at("autoscaling/horizontalpodautoscalers"),
  },
  statefulSetAutoscale: {
    type: "StatefulSetAutoscaleInput",
    verb: "create",
    input: { by: { ref }, maxReplicas: 3 },
    object: at("autoscaling/horizontalpodautoscalers"),
  },
  ...cases("statefulSet", "apps/statefulsets", { Scale: { replicas: 3 }, Restart: {}, SetImage: images, Delete: {} }),
  statefulSetUndo: undoCase("StatefulSetUndoInput", "StatefulSet", "apps/statefulsets"),
  ...cases("daemonSet", "apps/daemonsets", { Restart: {}, SetImage: images, Delete: {} }),
  daemonSetUndo: undoCase("DaemonSetUndoInput", "DaemonSet", "apps/daemonsets"),
  ...cases("replicaSet", "apps/replicasets", { Scale: { replicas: 3 }, Delete: {} }),
  ...cases("job", "batch/jobs", { Suspend: {}, Resume: {}, Delete: {} }),
  ...cases("cronJob", "batch/cronjobs", { Suspend: {}, Resume: {}, Delete: {} }),
  cronJobRun: { type: "CronJobRunInput", verb: "create", input: { by: { ref } }, object: at("batch/jobs") },
};
