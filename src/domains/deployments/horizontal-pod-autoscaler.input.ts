import { Field, InputType } from "../../graphql/index.ts";
import { NamespacedObjectFilter } from "../resources/index.ts";

@InputType({ description: "Which autoscalers; each condition that is given must hold." })
export class HorizontalPodAutoscalerFilter extends NamespacedObjectFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that want as many pods as they may have at most, or only those that want fewer.",
  })
  atMaximum?: boolean | null;
}
