import { Field, ID, InputType, ObjectType } from "../../graphql/index.ts";
import { ConfigEntryInput } from "../configs/index.ts";
import { ObjectByInput, ObjectDeleteInput, WriteInput, WritePayload } from "../resources/index.ts";

@InputType({ description: "Makes a secret. Its values are not shown again, but by `secretReveal`." })
export class SecretCreateInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "The name." })
  name!: string;

  @Field(() => String, { defaultValue: "Opaque", description: "What it is for, as in `Opaque`, `kubernetes.io/tls`." })
  type!: string;

  @Field(() => [ConfigEntryInput], { defaultValue: [], description: "Its values." })
  entries!: readonly ConfigEntryInput[];

  @Field(() => Boolean, { defaultValue: false, description: "It can never be changed, only replaced." })
  immutable!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}

@InputType({ description: "Changes some values of a secret; the others stay." })
export class SecretUpdateInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which secret." })
  by!: ObjectByInput;

  @Field(() => [ConfigEntryInput], { defaultValue: [], description: "Keys that get a value." })
  set!: readonly ConfigEntryInput[];

  @Field(() => [String], { defaultValue: [], description: "Keys that go." })
  remove!: readonly string[];
}

@InputType({ description: "Deletes a secret." })
export class SecretDeleteInput extends ObjectDeleteInput {
  @Field(() => Boolean, { defaultValue: false, description: "Also where something uses it." })
  force!: boolean;
}

@InputType({ description: "Shows values of one secret." })
export class SecretRevealInput {
  @Field(() => ObjectByInput, { description: "Which secret." })
  by!: ObjectByInput;

  @Field(() => [String], { nullable: true, description: "Which keys; all when absent." })
  keys?: readonly string[] | null;
}

@ObjectType({ description: "A value of a secret." })
export class RevealedValue {
  @Field(() => String, { description: "Its key." })
  readonly key!: string;

  @Field(() => String, { nullable: true, description: "The value as a text; null where it is no UTF-8." })
  readonly value!: string | null;

  @Field(() => String, { description: "The value's bytes as base64." })
  readonly base64!: string;
}

@ObjectType({ description: "What became of `secretReveal`." })
export class SecretRevealPayload extends WritePayload {
  @Field(() => ID, { nullable: true, description: "The id of the secret; null when there are errors." })
  readonly secretId!: string | null;

  @Field(() => [RevealedValue], { description: "The values, in the order of their keys; empty when there are errors." })
  readonly values!: readonly RevealedValue[];
}
