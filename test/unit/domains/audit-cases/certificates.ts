import { metadata } from "../manifests.ts";
import type { AuditCase } from "./audit-case.ts";

const by = { ref: { cluster: "alpha", name: "jane" } };
const shared = {
  verb: "update",
  input: { by },
  object: { cluster: "alpha", resource: "certificates.k8s.io/certificatesigningrequests/approval", name: "jane" },
  elsewhere: { by: { ref: { cluster: "nowhere", name: "jane" } } },
  answer: {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { ...metadata("jane"), namespace: undefined as never },
  },
};

export const certificateCases: Readonly<Record<string, AuditCase>> = {
  certificateSigningRequestApprove: { type: "CertificateSigningRequestApproveInput", ...shared },
  certificateSigningRequestDeny: { type: "CertificateSigningRequestDenyInput", ...shared },
};
