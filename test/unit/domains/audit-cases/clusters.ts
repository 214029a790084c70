import { metadata } from "../manifests.ts";
import type { AuditCase } from "./audit-case.ts";

const by = { ref: { cluster: "alpha", name: "node-1" } };
const elsewhere = { by: { ref: { cluster: "nowhere", name: "node-1" } } };
const object = { cluster: "alpha", resource: "nodes", name: "node-1" };

const answer = { apiVersion: "v1", kind: "Node", metadata: { ...metadata("node-1"), namespace: undefined as never } };

export const clusterCases: Readonly<Record<string, AuditCase>> = {
  clusterNodeCordon: { type: "ClusterNodeCordonInput", verb: "patch", input: { by }, object, elsewhere },
  clusterNodeTaint: {
    type: "ClusterNodeTaintInput",
    verb: "patch",
    input: { by, remove: [{ key: "dedicated" }] },
    object,
    elsewhere,
    answer,
  },
  clusterNodeUncordon: { type: "ClusterNodeUncordonInput", verb: "patch", input: { by }, object, elsewhere },
};
