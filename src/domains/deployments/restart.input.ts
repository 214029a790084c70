import { Field, InputType, ObjectType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput, WritePayload } from "../resources/index.ts";
import { Deployment } from "./deployment.type.ts";

@InputType({ description: "Replaces all pods of a deployment, in the way of its strategy." })
export class DeploymentRestartInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which deployment." })
  by!: ObjectByInput;
}

@ObjectType({ description: "What became of `deploymentRestart`." })
export class DeploymentRestartPayload extends WritePayload {
  @Field(() => Deployment, {
    nullable: true,
    description:
      "The deployment as the API server answered with it: its pods follow later. Null when there are errors.",
  })
  readonly deployment!: Deployment | null;
}
