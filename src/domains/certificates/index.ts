import { placeEdges } from "../clusters/index.ts";
import { certificateSigningRequests, requestsByUsername } from "./certificate-signing-request.kind.ts";
import { certificateSigningRequestMutations } from "./certificate-signing-request.mutations.ts";
import {
  CertificateSigningRequestResolver,
  NodeCertificateSigningRequestsResolver,
} from "./certificate-signing-request.resolver.ts";

export const certificateResolvers = [
  certificateSigningRequests.Resolver,
  CertificateSigningRequestResolver,
  NodeCertificateSigningRequestsResolver,
  ...certificateSigningRequestMutations,
  ...placeEdges(certificateSigningRequests),
];
export const certificateIndexes = [requestsByUsername];
