import { composed, operation } from "../manifests.ts";
import { type AuditCase, deploymentObject, ref } from "./audit-case.ts";

const artifact = { image: "elsewhere.test/user-app:1", path: "/app", mountPath: "/srv", carrier: "IMAGE_VOLUME" };
const base = { name: "tomcat", image: "elsewhere.test/tomcat:8" };

export const packagingCases: Readonly<Record<string, AuditCase>> = {
  applicationCompose: {
    type: "ApplicationComposeInput",
    verb: "patch",
    input: { ...ref, base, artifact },
    object: deploymentObject,
    elsewhere: { cluster: "nowhere" },
  },
  applicationUpgrade: {
    type: "ApplicationUpgradeInput",
    verb: "create",
    input: { deployments: [ref], baseImage: "elsewhere.test/tomcat:9", waveSize: { count: 1 } },
    object: { cluster: "alpha", resource: "fairway.dev/operations", namespace: "fairway" },
    elsewhere: { deployments: [{ ...ref, cluster: "nowhere" }] },
    // Both the deployment that is read and the operation that is made.
    answer: { ...operation("waves-1"), ...composedSpec() },
  },
};

function composedSpec() {
  const { metadata } = operation("waves-1");
  const { spec, metadata: of } = composed("web");
  return { spec, metadata: { ...metadata, annotations: of.annotations ?? {} } };
}
