import { Field, InputType, ObjectType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput, WritePayload } from "../resources/index.ts";
import { Deployment } from "./deployment.type.ts";

@InputType({ description: "The image that a container of a template is to run." })
export class ContainerImageInput {
  @Field(() => String, { description: "Name of the container; it may be an init container." })
  container!: string;

  @Field(() => String, { description: "The image, as in `registry.example.com/shop/web:1.4`." })
  image!: string;
}

@InputType({ description: "Sets images of a deployment's containers." })
export class DeploymentSetImageInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which deployment." })
  by!: ObjectByInput;

  @Field(() => [ContainerImageInput], {
    description: "Which containers, and their images: one at least. The other containers keep theirs.",
  })
  images!: readonly ContainerImageInput[];
}

@ObjectType({ description: "What became of `deploymentSetImage`." })
export class DeploymentSetImagePayload extends WritePayload {
  @Field(() => Deployment, {
    nullable: true,
    description:
      "The deployment as the API server answered with it: its pods follow later. Null when there are errors.",
  })
  readonly deployment!: Deployment | null;
}
