import { Field, InputType, JSONValue, ObjectType } from "../../graphql/index.ts";
import { ResourceApplyResult, WritePayload } from "../resources/index.ts";
import { ApplicationPlaceInput, PortabilityBlocker } from "./portability.type.ts";

@InputType({ description: "Makes the parts of an application in another place, as they are in one." })
export class ApplicationCopyInput {
  @Field(() => String, { description: "Name of the application." })
  application!: string;

  @Field(() => ApplicationPlaceInput, { description: "Which of its places is copied." })
  from!: ApplicationPlaceInput;

  @Field(() => ApplicationPlaceInput, { description: "Where to; the namespace must be there." })
  to!: ApplicationPlaceInput;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Copies although something is in the way, which is then told all the same.",
  })
  force!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Takes over fields that another manager holds there, where there would be a CONFLICT.",
  })
  takeOver!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, shows what would be made, and changes nothing.",
  })
  dryRun!: boolean;
}

@ObjectType({ description: "What became of one part." })
export class ApplicationCopyResult extends ResourceApplyResult {
  @Field(() => String, { description: "Its kind." })
  readonly kind!: string;

  @Field(() => String, { description: "Its name." })
  readonly name!: string;

  @Field(() => JSONValue, { description: "What was sent: the manifest, less what means something where it is alone." })
  readonly manifest!: unknown;

  @Field(() => JSONValue, {
    nullable: true,
    description:
      "What was there before; null where nothing was, or it may not be seen. Against `resource` it is what the copy changes.",
  })
  readonly before!: unknown;
}

@ObjectType({
  description:
    "What became of `applicationCopy`. Each part stands for itself, and sent again it changes nothing where it was done.",
})
export class ApplicationCopyPayload extends WritePayload {
  @Field(() => [ApplicationCopyResult], {
    description: "One for each part, in the order in which they were made; empty when it was refused.",
  })
  readonly results!: readonly ApplicationCopyResult[];

  @Field(() => [PortabilityBlocker], { description: "What was in the way; nothing was done without `force`." })
  readonly blockers!: readonly PortabilityBlocker[];

  @Field(() => [String], { description: "What could not be checked." })
  readonly unchecked!: readonly string[];
}
