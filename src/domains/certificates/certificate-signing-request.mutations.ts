import { defineObjectMutation } from "../resources/index.ts";
import { CertificateSigningRequest } from "./certificate-signing-request.type.ts";
import { CertificateSigningRequestApproveInput, CertificateSigningRequestDenyInput } from "./decide.input.ts";
import { decide } from "./decide.service.ts";

export const certificateSigningRequestMutations = [
  defineObjectMutation({
    name: "certificateSigningRequestApprove",
    field: "certificateSigningRequest",
    type: CertificateSigningRequest,
    description:
      "Approves a request for a certificate, as `kubectl certificate approve`: its signer may then issue it. It cannot be taken back, and a certificate that was issued is good until it ends. One that is decided already is INVALID.",
    input: CertificateSigningRequestApproveInput,
    inputDescription: "Which one, and why.",
    fieldDescription:
      "The request as the API server answered with it: the certificate follows later. Null when there are errors.",
    write: (ctx, info, input) => decide(ctx, info, input, "Approved"),
  }),
  defineObjectMutation({
    name: "certificateSigningRequestDeny",
    field: "certificateSigningRequest",
    type: CertificateSigningRequest,
    description:
      "Denies a request for a certificate, as `kubectl certificate deny`. It cannot be taken back: who needs a certificate all the same asks again. One that is decided already is INVALID.",
    input: CertificateSigningRequestDenyInput,
    inputDescription: "Which one, and why.",
    write: (ctx, info, input) => decide(ctx, info, input, "Denied"),
  }),
];
