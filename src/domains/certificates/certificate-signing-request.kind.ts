import { indexed, matching, oneOfTest, stringTest } from "../../graphql/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import { defineKind } from "../resources/index.ts";
import { CertificateSigningRequestFilter } from "./certificate-signing-request.input.ts";
import type { CertificateSigningRequestManifest } from "./certificate-signing-request.manifest.ts";
import { issuedCertificate, stateOf } from "./certificate-signing-request.mapping.ts";
import { CERTIFICATE_SIGNING_REQUESTS, CertificateSigningRequest } from "./certificate-signing-request.type.ts";

/** Requests under the name of who asked. */
export const requestsByUsername: IndexDefinition = {
  name: "username",
  resource: CERTIFICATE_SIGNING_REQUESTS,
  values: ({ object }) => {
    const username = (object as CertificateSigningRequestManifest).spec?.username;
    return username ? [username] : [];
  },
};

export const certificateSigningRequests = defineKind({
  resource: CERTIFICATE_SIGNING_REQUESTS,
  name: "CertificateSigningRequest",
  words: ["request for a certificate", "requests for certificates"],
  type: CertificateSigningRequest,
  filter: CertificateSigningRequestFilter,
  clusterScoped: true,
  predicates: ({ signerName, state, username }) => {
    const predicates: Predicate<CertificateSigningRequestManifest>[] = [];
    if (signerName) {
      const test = stringTest(signerName);
      predicates.push(matching(({ object }) => test(object.spec?.signerName)));
    }
    if (state) {
      const test = oneOfTest(state);
      predicates.push(matching(({ object }) => test(stateOf(object))));
    }
    if (username != null) predicates.push(indexed(requestsByUsername, [username]));
    return predicates;
  },
  orders: {
    SIGNER_NAME: { description: "By the signer.", value: ({ object }) => object.spec?.signerName ?? null },
    USERNAME: { description: "By the name of who asks.", value: ({ object }) => object.spec?.username ?? null },
    STATE: { description: "By the state's name.", value: ({ object }) => stateOf(object) },
    EXPIRES_AT: {
      description: "By the time when the certificate that was issued ends.",
      value: ({ object }) => issuedCertificate(object)?.notAfter ?? null,
    },
  },
});
