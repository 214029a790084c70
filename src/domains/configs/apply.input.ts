import { Field, InputType, ObjectType, registerEnumType, UserError } from "../../graphql/index.ts";
import { ConfigMap } from "./config-map.type.ts";
import { ConfigEntryInput } from "./entries.input.ts";

export const ConfigApplyOutcome = {
  CREATED: "CREATED",
  CHANGED: "CHANGED",
  UNCHANGED: "UNCHANGED",
  FAILED: "FAILED",
} as const;
export type ConfigApplyOutcome = (typeof ConfigApplyOutcome)[keyof typeof ConfigApplyOutcome];

registerEnumType(ConfigApplyOutcome, {
  name: "ConfigApplyOutcome",
  description: "What became of a config in one cluster.",
  valuesConfig: {
    CREATED: { description: "It was not there before." },
    CHANGED: { description: "It said something else before." },
    UNCHANGED: { description: "It was as it should be." },
    FAILED: { description: "It is as it was; `userErrors` say why." },
  },
});

@InputType({ description: "Makes the same config in several clusters, or makes those that are there say the same." })
export class ConfigMapApplyInput {
  @Field(() => [String], { description: "The clusters, by registered name: one at least." })
  clusters!: readonly string[];

  @Field(() => String, { description: "The namespace, in each of them." })
  namespace!: string;

  @Field(() => String, { description: "The name, in each of them." })
  name!: string;

  @Field(() => [ConfigEntryInput], {
    description: "What it is to say. Keys that others set stay; those that were applied before and are not here go.",
  })
  entries!: readonly ConfigEntryInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Takes over keys that another field manager holds, instead of a CONFLICT.",
  })
  force!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and changes nothing.",
  })
  dryRun!: boolean;
}

@ObjectType({ description: "What became of a config in one cluster." })
export class ConfigMapApplyResult {
  @Field(() => String, { description: "The cluster's registered name." })
  readonly cluster!: string;

  @Field(() => ConfigApplyOutcome, { description: "What became of it." })
  readonly outcome!: ConfigApplyOutcome;

  @Field(() => ConfigMap, { nullable: true, description: "The config there; null where it failed." })
  readonly configMap!: ConfigMap | null;

  @Field(() => [UserError], { description: "Why it failed; empty where it did not." })
  readonly userErrors!: readonly UserError[];
}

@ObjectType({ description: "What became of `configMapApply`." })
export class ConfigMapApplyPayload {
  @Field(() => [ConfigMapApplyResult], { description: "One for each cluster, in the order of the input." })
  readonly results!: readonly ConfigMapApplyResult[];

  @Field(() => [UserError], { description: "The errors of all clusters, and of the input as a whole." })
  readonly userErrors!: readonly UserError[];

  @Field(() => String, {
    nullable: true,
    description: "For `minRevision`: reads with it show the changes. Null when nothing was changed.",
  })
  readonly revision!: string | null;
}
