import { Field, InputType } from "../../graphql/index.ts";
import { NamespacedObjectFilter } from "../resources/index.ts";

@InputType({ description: "Which disruption budgets; each condition that is given must hold." })
export class PodDisruptionBudgetFilter extends NamespacedObjectFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that allow no eviction now, or only those that allow one.",
  })
  blocking?: boolean | null;
}
