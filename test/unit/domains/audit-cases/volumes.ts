import { metadata } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: metadata("web"),
  spec: { storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
  status: { phase: "Bound" },
  // The class of the claim is read as well, and the answer is the same to each read.
  allowVolumeExpansion: true,
};
const object = { cluster: "alpha", resource: "persistentvolumeclaims", namespace: "shop", name: "web" };

export const volumeCases: Readonly<Record<string, AuditCase>> = {
  persistentVolumeClaimCreate: {
    type: "PersistentVolumeClaimCreateInput",
    verb: "create",
    input: { cluster: "alpha", namespace: "shop", name: "web", storage: "1Gi" },
    object,
    elsewhere: { cluster: "nowhere" },
    answer: claim,
  },
  persistentVolumeClaimExpand: {
    type: "PersistentVolumeClaimExpandInput",
    verb: "patch",
    input: { by: { ref }, storage: "2Gi" },
    object,
    answer: claim,
  },
  persistentVolumeClaimDelete: {
    type: "PersistentVolumeClaimDeleteInput",
    verb: "delete",
    input: { by: { ref } },
    object,
  },
};
