import { metadata } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const service = { cluster: "alpha", resource: "services", namespace: "shop", name: "web" };
const external = {
  apiVersion: "v1",
  kind: "Service",
  metadata: metadata("web", { labels: { "fairway.dev/external-service": "true" } }),
  spec: {},
};

export const networkCases: Readonly<Record<string, AuditCase>> = {
  externalServiceCreate: {
    type: "ExternalServiceCreateInput",
    verb: "create",
    input: { ...ref, dnsName: "db.example.com" },
    object: service,
    elsewhere: { cluster: "nowhere" },
    answer: external,
  },
  externalServiceDelete: {
    type: "ExternalServiceDeleteInput",
    verb: "delete",
    input: { by: { ref } },
    object: service,
    answer: external,
  },
};
