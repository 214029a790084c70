import { Costs, DateTime, Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { Condition, KubernetesObject, ShownFor } from "../resources/index.ts";
import { Certificate } from "../secrets/index.ts";
import type { CertificateSigningRequestManifest } from "./certificate-signing-request.manifest.ts";
import {
  CertificateSigningRequestState,
  issuedCertificate,
  requestedNames,
  stateOf,
} from "./certificate-signing-request.mapping.ts";

export const CERTIFICATE_SIGNING_REQUESTS = "certificates.k8s.io/certificatesigningrequests";

registerEnumType(CertificateSigningRequestState, {
  name: "CertificateSigningRequestState",
  description: "How far a request for a certificate is. Sources: `status.conditions`, `status.certificate`.",
  valuesConfig: {
    PENDING: { description: "Nobody has approved or denied it." },
    APPROVED: { description: "It may be signed, and has not been yet." },
    DENIED: { description: "It will not be signed." },
    FAILED: { description: "It was approved, and its signer could not issue a certificate." },
    ISSUED: { description: "Its signer has issued the certificate." },
  },
});

@ObjectType({ description: "Who asked for a certificate, as the API server knew him." })
export class CertificateRequester {
  @Field(() => String, { description: "The name of the user. Source: `spec.username`." })
  readonly username!: string;

  @Field(() => String, { nullable: true, description: "What tells him from namesakes. Source: `spec.uid`." })
  readonly uid!: string | null;

  @Field(() => [String], { description: "His groups. Source: `spec.groups`." })
  readonly groups!: readonly string[];
}

@ShownFor(CERTIFICATE_SIGNING_REQUESTS)
@ObjectType("CertificateSigningRequest", {
  implements: KubernetesObject,
  description: "A request for a certificate. Source: certificates.k8s.io/v1 CertificateSigningRequest.",
})
export class CertificateSigningRequest extends KubernetesObject<CertificateSigningRequestManifest> {
  @Field(() => String, {
    description: "Who is asked to sign it, as in `kubernetes.io/kube-apiserver-client`. Source: `spec.signerName`.",
  })
  get signerName(): string {
    return this.object.spec?.signerName ?? "";
  }

  @Field(() => CertificateRequester, {
    description: "Who asks. Whom the certificate is for says `subject`: that may be somebody else.",
  })
  get requester(): CertificateRequester {
    const { username = "", uid, groups } = this.object.spec ?? {};
    return { username, uid: uid || null, groups: groups ?? [] };
  }

  @Field(() => [String], {
    description: "What the certificate is to be used for, as in `client auth`. Source: `spec.usages`.",
  })
  get usages(): readonly string[] {
    return this.object.spec?.usages ?? [];
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "For how many seconds the certificate is wanted; null where that is left to the signer, who may choose another time in any case. Source: `spec.expirationSeconds`.",
  })
  get expirationSeconds(): number | null {
    return this.object.spec?.expirationSeconds ?? null;
  }

  @Field(() => CertificateSigningRequestState, {
    description: "How far it is. Sources: `status.conditions`, `status.certificate`.",
  })
  get state(): CertificateSigningRequestState {
    return stateOf(this.object);
  }

  @Field(() => [Condition], {
    description: "Who decided what of it, and why: `Approved`, `Denied`, `Failed`. Source: `status.conditions`.",
  })
  @Costs({ items: 2 })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((each) => new Condition(each));
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Whom the certificate is to be for, as a distinguished name: to an API server `CN` is a user, and each `O` one of his groups. Null where the request names none, or cannot be read. Source: `spec.request`.",
  })
  get subject(): string | null {
    return requestedNames(this.object)?.subject || null;
  }

  @Field(() => [String], {
    description: "The names of hosts that the certificate is to be good for. Source: `spec.request`.",
  })
  get dnsNames(): readonly string[] {
    return requestedNames(this.object)?.dnsNames ?? [];
  }

  @Field(() => [String], {
    description: "The addresses of hosts that the certificate is to be good for. Source: `spec.request`.",
  })
  get ipAddresses(): readonly string[] {
    return requestedNames(this.object)?.ipAddresses ?? [];
  }

  @Field(() => Certificate, {
    nullable: true,
    description: "The certificate that was issued; null before that. Source: `status.certificate`.",
  })
  get certificate(): Certificate | null {
    const facts = issuedCertificate(this.object);
    return facts && new Certificate(facts);
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When the certificate that was issued ends; null before that. Source: `status.certificate`.",
  })
  get expiresAt(): string | null {
    return issuedCertificate(this.object)?.notAfter ?? null;
  }
}
