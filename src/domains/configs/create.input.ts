import { Field, InputType } from "../../graphql/index.ts";
import { ConfigEntryInput } from "./entries.input.ts";

@InputType({ description: "Makes a config." })
export class ConfigMapCreateInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "The name." })
  name!: string;

  @Field(() => [ConfigEntryInput], { defaultValue: [], description: "What it says." })
  entries!: readonly ConfigEntryInput[];

  @Field(() => Boolean, { defaultValue: false, description: "It can never be changed, only replaced." })
  immutable!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}
