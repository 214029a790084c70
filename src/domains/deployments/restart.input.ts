import { Field, InputType } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

@InputType({ description: "Replaces all pods of a deployment, in the way of its strategy." })
export class DeploymentRestartInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which deployment." })
  by!: ObjectByInput;
}
