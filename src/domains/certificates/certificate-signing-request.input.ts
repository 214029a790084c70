import { Field, InputType, StringFilter } from "../../graphql/index.ts";
import { ObjectFilter } from "../resources/index.ts";
import { CertificateSigningRequestState } from "./certificate-signing-request.mapping.ts";

@InputType({ description: "Condition on how far a request for a certificate is." })
export class CertificateSigningRequestStateFilter {
  @Field(() => [CertificateSigningRequestState], {
    nullable: true,
    description: "One of these. An empty list matches nothing.",
  })
  in?: readonly CertificateSigningRequestState[] | null;
}

@InputType({ description: "Which requests for certificates; each condition that is given must hold." })
export class CertificateSigningRequestFilter extends ObjectFilter {
  @Field(() => StringFilter, { nullable: true, description: "Condition on `signerName`." })
  signerName?: StringFilter | null;

  @Field(() => CertificateSigningRequestStateFilter, { nullable: true, description: "Condition on `state`." })
  state?: CertificateSigningRequestStateFilter | null;

  @Field(() => String, {
    nullable: true,
    description: "Of the user of this name, as in `system:node:NAME` for the kubelet of a node.",
  })
  username?: string | null;
}
