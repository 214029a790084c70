import { Field, InputType, Int } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

@InputType({ description: "Sets how many pods a deployment is to have." })
export class DeploymentScaleInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which deployment." })
  by!: ObjectByInput;

  @Field(() => Int, { description: "How many pods; 0 and more." })
  replicas!: number;
}
