import { Field, InputType, Int } from "../../graphql/index.ts";
import { ObjectByInput, WriteInput } from "../resources/index.ts";

@InputType({ description: "Deletes a pod, unless a disruption budget forbids it." })
export class PodEvictInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which pod." })
  by!: ObjectByInput;

  @Field(() => Int, {
    nullable: true,
    description: "Seconds that its containers have to end; 0 kills them at once. As the pod says itself when absent.",
  })
  gracePeriodSeconds?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The pod's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none.",
  })
  confirm?: string | null;
}
