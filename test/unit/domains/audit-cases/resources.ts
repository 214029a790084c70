import { type AuditCase, ref } from "./audit-case.ts";

const manifest = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } };

export const resourceCases: Readonly<Record<string, AuditCase>> = {
  resourceApply: {
    type: "ResourceApplyInput",
    verb: "patch",
    input: { cluster: "alpha", objects: [manifest] },
    elsewhere: { cluster: "nowhere" },
  },
  resourcePatch: {
    type: "ResourcePatchInput",
    verb: "patch",
    input: { by: { ref: { ...ref, kind: "Deployment" } }, patch: { merge: { spec: { replicas: 2 } } } },
    elsewhere: { by: { ref: { ...ref, kind: "Pod", cluster: "nowhere" } } },
  },
  resourceLabel: {
    type: "ResourceLabelInput",
    verb: "patch",
    input: { by: { ref: { ...ref, kind: "Deployment" } }, set: { team: "blue" } },
    elsewhere: { by: { ref: { ...ref, kind: "Pod", cluster: "nowhere" } } },
  },
  resourceAnnotate: {
    type: "ResourceAnnotateInput",
    verb: "patch",
    input: { by: { ref: { ...ref, kind: "Deployment" } }, remove: ["note"] },
    elsewhere: { by: { ref: { ...ref, kind: "Pod", cluster: "nowhere" } } },
  },
  resourceDelete: {
    type: "ResourceDeleteInput",
    verb: "delete",
    input: { by: { ref: { ...ref, kind: "Deployment" } } },
    elsewhere: { by: { ref: { ...ref, kind: "Pod", cluster: "nowhere" } } },
  },
};
