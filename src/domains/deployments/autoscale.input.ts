import { Field, InputType, Int } from "../../graphql/index.ts";
import { ObjectByInput } from "../resources/index.ts";

/** What the input of each mutation takes that has a workload's number of pods set by an autoscaler. */
@InputType()
export class AutoscaleInput {
  @Field(() => ObjectByInput, { description: "Which one." })
  by!: ObjectByInput;

  @Field(() => Int, { defaultValue: 1, description: "How many pods at least; 1 and more." })
  minReplicas!: number;

  @Field(() => Int, { description: "How many pods at most; `minReplicas` and more." })
  maxReplicas!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "How much CPU its pods are to use on the average, in percent of what they request; absent: the API server's default.",
  })
  cpuPercent?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}
