import { Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { KubernetesObject } from "../resources/index.ts";
import { Secret } from "./secret.type.ts";

export const PullOrigin = { TEMPLATE: "TEMPLATE", SERVICE_ACCOUNT: "SERVICE_ACCOUNT" } as const;
export type PullOrigin = (typeof PullOrigin)[keyof typeof PullOrigin];

registerEnumType(PullOrigin, {
  name: "PullOrigin",
  description: "Where it is said that images are pulled with a secret.",
  valuesConfig: {
    TEMPLATE: { description: "What says what the pods are like names it." },
    SERVICE_ACCOUNT: { description: "Their service account names it, and they name none themselves." },
  },
});

@ObjectType({ description: "A secret that images are pulled with." })
export class PullCredential {
  @Field(() => String, { description: "Its name, in the same namespace." })
  readonly name!: string;

  @Field(() => PullOrigin, { description: "Where it is named." })
  readonly origin!: PullOrigin;

  @Field(() => Secret, { nullable: true, description: "The secret; null where it is absent or may not be seen." })
  readonly secret!: Secret | null;

  @Field(() => [String], {
    description:
      "The registries of its images that it is a credential for, by host; empty where it is for none of them, or may not be seen.",
  })
  readonly registries!: readonly string[];
}

@ObjectType({ description: "What pulls its images with a secret." })
export class SecretPuller {
  @Field(() => KubernetesObject, {
    description: "A workload; a pod, a job or a replica set only where nothing else made it.",
  })
  readonly object!: KubernetesObject;

  @Field(() => PullOrigin, { description: "Where the secret is named." })
  readonly origin!: PullOrigin;

  @Field(() => String, { description: "The service account that its pods run as, by name." })
  readonly serviceAccountName!: string;
}
