import { createCertificateRequest } from "../../control-plane/certificates.ts";
import type { EventCase } from "./event-case.ts";

export const certificateCases: Readonly<Record<string, EventCase>> = {
  certificateSigningRequestEvents: {
    args: "",
    filter: "CertificateSigningRequestFilter",
    on: "CertificateSigningRequest",
    clusterScoped: true,
    path: () => "/apis/certificates.k8s.io/v1/certificatesigningrequests",
    body: (name) => ({
      metadata: { name },
      spec: {
        request: Buffer.from(createCertificateRequest({ commonName: name })).toString("base64"),
        signerName: "kubernetes.io/kube-apiserver-client",
        usages: ["client auth"],
      },
    }),
  },
};
