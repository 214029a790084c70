import { metadata } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const config = { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("web"), data: { level: "info" } };
const object = { cluster: "alpha", resource: "configmaps", namespace: "shop", name: "web" };
const place = { cluster: "alpha", namespace: "shop", name: "web" };
const entries = [{ key: "level", value: "debug" }];

export const configCases: Readonly<Record<string, AuditCase>> = {
  configMapCreate: {
    type: "ConfigMapCreateInput",
    verb: "create",
    input: { ...place, entries },
    object,
    elsewhere: { cluster: "nowhere" },
    answer: config,
  },
  configMapUpdate: {
    type: "ConfigMapUpdateInput",
    verb: "patch",
    input: { by: { ref }, set: entries },
    object,
    answer: config,
  },
  configMapUndo: {
    type: "ConfigMapUndoInput",
    verb: "patch",
    input: { by: { ref }, toRevision: 1 },
    object,
    answer: config,
  },
  configMapApply: {
    type: "ConfigMapApplyInput",
    verb: "patch",
    input: { clusters: ["alpha"], namespace: "shop", name: "web", entries },
    object,
    elsewhere: { clusters: ["nowhere"] },
    answer: config,
  },
  configMapDelete: { type: "ConfigMapDeleteInput", verb: "delete", input: { by: { ref }, force: true }, object },
};
