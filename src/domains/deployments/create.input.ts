import { Field, InputType, Int } from "../../graphql/index.ts";

@InputType({ description: "A variable of a container's environment. Values that are secret belong in a Secret." })
export class EnvironmentVariableInput {
  @Field(() => String, { description: "Its name." })
  name!: string;

  @Field(() => String, { description: "Its value, as it is." })
  value!: string;
}

@InputType({ description: "So much CPU and memory, as Kubernetes' quantities." })
export class ResourceAmountsInput {
  @Field(() => String, { nullable: true, description: "CPU, as in `250m`." })
  cpu?: string | null;

  @Field(() => String, { nullable: true, description: "Memory, as in `64Mi`." })
  memory?: string | null;
}

@InputType({ description: "A container of the pods of a new deployment." })
export class ContainerInput {
  @Field(() => String, { description: "Unique within the pod." })
  name!: string;

  @Field(() => String, { description: "The image, as in `registry.example.com/shop/web:1.4`." })
  image!: string;

  @Field(() => [Int], { nullable: true, description: "The TCP ports that it listens on." })
  ports?: readonly number[] | null;

  @Field(() => [EnvironmentVariableInput], { nullable: true, description: "Variables of its environment." })
  environment?: readonly EnvironmentVariableInput[] | null;

  @Field(() => ResourceAmountsInput, { nullable: true, description: "What is to be set aside for it." })
  requests?: ResourceAmountsInput | null;

  @Field(() => ResourceAmountsInput, { nullable: true, description: "What it may not exceed." })
  limits?: ResourceAmountsInput | null;
}

@InputType({
  description: "Creates a deployment. Whatever is not here is `resourceApply`'s, which takes any manifest.",
})
export class DeploymentCreateInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "The name. Its pods are selected by the label `app` with it as value." })
  name!: string;

  @Field(() => Int, { defaultValue: 1, description: "How many pods; 0 and more." })
  replicas!: number;

  @Field(() => [ContainerInput], { description: "The containers of its pods: one at least." })
  containers!: readonly ContainerInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}
