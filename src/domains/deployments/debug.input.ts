import { Field, InputType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

@InputType({ description: "Adds an ephemeral container to a running pod, to look into it." })
export class PodDebugInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which pod." })
  by!: ObjectByInput;

  @Field(() => String, { description: "The image of the container, as in `busybox:1.37`." })
  image!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The container's name, which no other of the pod has. One is made, as in `debugger-x7k2p`, when absent.",
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The container whose processes it is to see. None but its own when absent.",
  })
  targetContainer?: string | null;

  @Field(() => [String], { nullable: true, description: "What it runs; the image's entry point when absent." })
  command?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Arguments of what it runs; the image's own when absent." })
  args?: readonly string[] | null;
}
