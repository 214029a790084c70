import type { AuditCase } from "./audit-case.ts";

const by = { ref: { cluster: "alpha", name: "node-1" } };
const elsewhere = { by: { ref: { cluster: "nowhere", name: "node-1" } } };
const object = { cluster: "alpha", resource: "nodes", name: "node-1" };

export const clusterCases: Readonly<Record<string, AuditCase>> = {
  clusterNodeCordon: { type: "ClusterNodeCordonInput", verb: "patch", input: { by }, object, elsewhere },
  clusterNodeUncordon: { type: "ClusterNodeUncordonInput", verb: "patch", input: { by }, object, elsewhere },
};
