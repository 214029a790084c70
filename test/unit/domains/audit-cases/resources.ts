import { type AuditCase, ref } from "./audit-case.ts";

const manifest = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } };

export const resourceCases: Readonly<Record<string, AuditCase>> = {
  resourceApply: {
    type: "ResourceApplyInput",
    verb: "patch",
    input: { cluster: "alpha", objects: [manifest] },
    elsewhere: { cluster: "nowhere" },
  },
  resourceDelete: {
    type: "ResourceDeleteInput",
    verb: "delete",
    input: { by: { ref: { ...ref, kind: "Deployment" } } },
    elsewhere: { by: { ref: { ...ref, kind: "Pod", cluster: "nowhere" } } },
  },
};
