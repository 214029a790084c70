import { metadata } from "../manifests.ts";
import type { AuditCase } from "./audit-case.ts";

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: metadata("web", { labels: { "app.kubernetes.io/part-of": "shop" } }),
  spec: { ports: [{ port: 80 }] },
};
const places = { from: { cluster: "alpha", namespace: "shop" }, to: { cluster: "alpha", namespace: "copy" } };

export const applicationCases: Readonly<Record<string, AuditCase>> = {
  applicationCopy: {
    type: "ApplicationCopyInput",
    verb: "patch",
    input: { application: "shop", ...places, force: true },
    object: { cluster: "alpha", resource: "services", namespace: "copy", name: "web" },
    elsewhere: { to: { cluster: "nowhere", namespace: "copy" } },
    held: [["services", service]],
  },
};
