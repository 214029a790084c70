import { type AuditCase, ref } from "./audit-case.ts";

export const deploymentCases: Readonly<Record<string, AuditCase>> = {
  deploymentScale: { type: "DeploymentScaleInput", verb: "patch", input: { by: { ref }, replicas: 3 } },
  deploymentRestart: { type: "DeploymentRestartInput", verb: "patch", input: { by: { ref } } },
  deploymentSetImage: {
    type: "DeploymentSetImageInput",
    verb: "patch",
    input: { by: { ref }, images: [{ container: "web", image: "web:2" }] },
  },
};
