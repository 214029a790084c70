import { Field, InputType, Int, ObjectType, UserError } from "../../graphql/index.ts";
import { ObjectByInput } from "../resources/index.ts";
import { Deployment } from "./deployment.type.ts";

@InputType({ description: "Sets how many pods a deployment is to have." })
export class DeploymentScaleInput {
  @Field(() => ObjectByInput, { description: "Which deployment." })
  by!: ObjectByInput;

  @Field(() => Int, { description: "How many pods; 0 and more." })
  replicas!: number;

  @Field(() => String, {
    nullable: true,
    description: "Only if it still has this `resourceVersion`; else a CONFLICT.",
  })
  expectedResourceVersion?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and changes nothing.",
  })
  dryRun!: boolean;
}

@ObjectType({ description: "What became of `deploymentScale`." })
export class DeploymentScalePayload {
  @Field(() => Deployment, {
    nullable: true,
    description:
      "The deployment as the API server answered with it: its pods follow later. Null when there are errors.",
  })
  readonly deployment!: Deployment | null;

  @Field(() => [UserError], { description: "What the caller can mend; empty when it was done." })
  readonly userErrors!: readonly UserError[];

  @Field(() => String, {
    nullable: true,
    description: "For `minRevision`: reads with it show the change. Null when nothing was changed.",
  })
  readonly revision!: string | null;
}
