import { Field, InputType, ObjectType, UserError } from "../../graphql/index.ts";

/** What the input of each mutation of one object takes. */
@InputType()
export class WriteInput {
  @Field(() => String, {
    nullable: true,
    description: "Only if it still has this `resourceVersion`; else a CONFLICT.",
  })
  expectedResourceVersion?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and changes nothing.",
  })
  dryRun!: boolean;
}

/** What the payload of each mutation says. */
@ObjectType()
export abstract class WritePayload {
  @Field(() => [UserError], { description: "What the caller can mend; empty when it was done." })
  readonly userErrors!: readonly UserError[];

  @Field(() => String, {
    nullable: true,
    description: "For `minRevision`: reads with it show the change. Null when nothing was changed.",
  })
  readonly revision!: string | null;
}
