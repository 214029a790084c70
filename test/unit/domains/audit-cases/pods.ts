import { pod } from "../manifests.ts";
import { type AuditCase, ref } from "./audit-case.ts";

const place = { cluster: "alpha", namespace: "shop", name: "web" };

export const podCases: Readonly<Record<string, AuditCase>> = {
  podEvict: {
    type: "PodEvictInput",
    verb: "create",
    input: { by: { ref } },
    object: { ...place, resource: "pods/eviction" },
    answer: pod("web"),
  },
  podExec: {
    type: "PodExecInput",
    verb: "create",
    action: "exec",
    input: { by: { ref }, command: ["ls"] },
    object: { ...place, resource: "pods/exec" },
  },
  podDebug: {
    type: "PodDebugInput",
    verb: "patch",
    input: { by: { ref }, image: "busybox:1.37" },
    object: { ...place, resource: "pods/ephemeralcontainers" },
    answer: pod("web"),
  },
};
