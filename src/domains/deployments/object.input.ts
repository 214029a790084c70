import { Field, InputType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

/** What the input of each mutation takes that needs to know nothing but the object. */
@InputType()
export class ObjectInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which one." })
  by!: ObjectByInput;
}
