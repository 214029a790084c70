import { Costs, DateTime, Field, Int, ObjectType } from "../../graphql/index.ts";
import type { CertificateFacts } from "../../kubernetes/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { SecretManifest } from "./secret.manifest.ts";

export const SECRETS = "secrets";

@ObjectType({ description: "A key of a secret. Its value is shown by `secretReveal` alone." })
export class SecretKey {
  @Field(() => String, { description: "The key." })
  readonly key!: string;

  @Field(() => Int, { description: "Size of the value in bytes." })
  readonly sizeBytes!: number;
}

@ObjectType({
  description: "What is public of a certificate. Sources: `tls.crt` of a secret, `status.certificate` of a request.",
})
export class Certificate {
  readonly #facts: CertificateFacts;

  constructor(facts: CertificateFacts) {
    this.#facts = facts;
  }

  @Field(() => String, { description: "Whose it is, as a distinguished name." })
  get subject(): string {
    return this.#facts.subject;
  }

  @Field(() => String, { description: "Who issued it, as a distinguished name." })
  get issuer(): string {
    return this.#facts.issuer;
  }

  @Field(() => [String], { description: "The names of hosts that it is good for." })
  get dnsNames(): readonly string[] {
    return this.#facts.dnsNames;
  }

  @Field(() => [String], { description: "The addresses of hosts that it is good for." })
  get ipAddresses(): readonly string[] {
    return this.#facts.ipAddresses;
  }

  @Field(() => DateTime, { description: "From when on it is good." })
  get validFrom(): string {
    return this.#facts.notBefore;
  }

  @Field(() => DateTime, { description: "Until when it is good." })
  get expiresAt(): string {
    return this.#facts.notAfter;
  }

  @Field(() => String, { description: "Its number, in hexadecimal digits." })
  get serialNumber(): string {
    return this.#facts.serialNumber;
  }

  @Field(() => String, { description: "SHA-256 of the certificate, in hexadecimal digits." })
  get fingerprint(): string {
    return this.#facts.fingerprint;
  }
}

@ShownFor(SECRETS)
@ObjectType("Secret", {
  implements: KubernetesObject,
  description: "A secret, without its values. Source: core/v1 Secret.",
})
export class Secret extends KubernetesObject<SecretManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { description: "What it is for, as in `Opaque`, `kubernetes.io/tls`. Source: `type`." })
  get type(): string {
    return this.object.type ?? "Opaque";
  }

  @Field(() => Boolean, { description: "It cannot be changed any more, only replaced. Source: `immutable`." })
  get immutable(): boolean {
    return this.object.immutable ?? false;
  }

  @Field(() => [SecretKey], { description: "Its keys, in their order, with the sizes of their values." })
  @Costs({ items: 3 })
  get keys(): readonly SecretKey[] {
    const sizes = Object.entries(this.object.dataSizes ?? {});
    return sizes.map(([key, sizeBytes]) => ({ key, sizeBytes })).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  @Field(() => [Certificate], { description: "The certificates in `tls.crt`, the server's own first." })
  @Costs({ items: 2 })
  get certificates(): readonly Certificate[] {
    return (this.object.dataFacts?.certificates ?? []).map((facts) => new Certificate(facts));
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When the first of its certificates ends; null without one.",
  })
  get certificateExpiresAt(): string | null {
    return expiryOf(this.object);
  }

  @Field(() => [String], {
    description: "The registries that it is a credential for, by host; empty for other secrets.",
  })
  get registries(): readonly string[] {
    return this.object.dataFacts?.registries ?? [];
  }
}

/** Times of one form: their order is that of the texts. */
export function expiryOf({ dataFacts }: SecretManifest): string | null {
  const ends = (dataFacts?.certificates ?? []).map(({ notAfter }) => notAfter);
  return ends.sort()[0] ?? null;
}
