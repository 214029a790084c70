import { DateTime, Field, InputType, Int, ObjectType } from "../../graphql/index.ts";
import { ObjectByInput, ObjectDeleteInput, WritePayload } from "../resources/index.ts";
import { Secret } from "./secret.type.ts";
import { ServiceAccount } from "./service-account.type.ts";

@InputType({ description: "Makes a service account." })
export class ServiceAccountCreateInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "The name." })
  name!: string;

  @Field(() => [String], { defaultValue: [], description: "The secrets that its pods pull images with, by name." })
  imagePullSecretNames!: readonly string[];

  @Field(() => Boolean, { defaultValue: true, description: "Its pods are given a token unless they say otherwise." })
  automountsToken!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}

@InputType({ description: "Deletes a service account." })
export class ServiceAccountDeleteInput extends ObjectDeleteInput {}

@InputType({ description: "Issues a token for a service account." })
export class ServiceAccountTokenCreateInput {
  @Field(() => ObjectByInput, { description: "Which service account." })
  by!: ObjectByInput;

  @Field(() => [String], { defaultValue: [], description: "Who is to accept it; the API server when empty." })
  audiences!: readonly string[];

  @Field(() => Int, {
    defaultValue: 3600,
    description: "For how long it is to be good, in seconds: 600 and more. The API server may shorten it.",
  })
  expirationSeconds!: number;
}

@ObjectType({ description: "What became of `serviceAccountTokenCreate`." })
export class ServiceAccountTokenCreatePayload extends WritePayload {
  @Field(() => String, { nullable: true, description: "The token; null when there are errors. It is not shown again." })
  readonly token!: string | null;

  @Field(() => DateTime, { nullable: true, description: "Until when it is good; null when there are errors." })
  readonly expiresAt!: string | null;
}

@InputType({ description: "Makes or renews a credential for a registry, and gives it to service accounts." })
export class RegistryCredentialApplyInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "Name of the secret." })
  name!: string;

  @Field(() => String, { description: "Host of the registry, as in `registry.example.com:5000`." })
  registry!: string;

  @Field(() => String, { description: "The user there." })
  username!: string;

  @Field(() => String, { description: "His password, or a token." })
  password!: string;

  @Field(() => [String], {
    defaultValue: [],
    description:
      "Service accounts of the namespace, by name, whose pods are to pull with it. Others keep what they have.",
  })
  serviceAccountNames!: readonly string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and changes nothing.",
  })
  dryRun!: boolean;
}

@ObjectType({ description: "What became of `registryCredentialApply`." })
export class RegistryCredentialApplyPayload extends WritePayload {
  @Field(() => Secret, { nullable: true, description: "The secret, without its values; null when it was not made." })
  readonly secret!: Secret | null;

  @Field(() => [ServiceAccount], { description: "The service accounts that have it now, of those asked for." })
  readonly serviceAccounts!: readonly ServiceAccount[];
}
