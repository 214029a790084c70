import { Field, InputType, Int, ObjectType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput, WritePayload } from "../resources/index.ts";
import { Deployment } from "./deployment.type.ts";

@InputType({ description: "Sets how many pods a deployment is to have." })
export class DeploymentScaleInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which deployment." })
  by!: ObjectByInput;

  @Field(() => Int, { description: "How many pods; 0 and more." })
  replicas!: number;
}

@ObjectType({ description: "What became of `deploymentScale`." })
export class DeploymentScalePayload extends WritePayload {
  @Field(() => Deployment, {
    nullable: true,
    description:
      "The deployment as the API server answered with it: its pods follow later. Null when there are errors.",
  })
  readonly deployment!: Deployment | null;
}
