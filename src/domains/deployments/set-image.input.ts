import { Field, InputType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

@InputType({ description: "The image that a container of a template is to run." })
export class ContainerImageInput {
  @Field(() => String, { description: "Name of the container; it may be an init container." })
  container!: string;

  @Field(() => String, { description: "The image, as in `registry.example.com/shop/web:1.4`." })
  image!: string;
}

/** What the input of each mutation takes that sets images. */
@InputType()
export class SetImageInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which one." })
  by!: ObjectByInput;

  @Field(() => [ContainerImageInput], {
    description: "Which containers, and their images: one at least. The other containers keep theirs.",
  })
  images!: readonly ContainerImageInput[];
}
