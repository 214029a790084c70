import { Field, InputType } from "../../graphql/index.ts";

@InputType({ description: "A value under its key: a text, or bytes." })
export class ConfigEntryInput {
  @Field(() => String, { description: "The key: letters, digits, `-`, `_` and `.`, 253 at most." })
  key!: string;

  @Field(() => String, { nullable: true, description: "The text. Either this or `base64`." })
  value?: string | null;

  @Field(() => String, { nullable: true, description: "The bytes, as base64." })
  base64?: string | null;
}
