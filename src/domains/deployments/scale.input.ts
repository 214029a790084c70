import { Field, InputType, Int } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

/** What the input of each mutation takes that sets a number of pods. */
@InputType()
export class ScaleInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which one." })
  by!: ObjectByInput;

  @Field(() => Int, { description: "How many pods; 0 and more." })
  replicas!: number;
}
