import { Field, InputType } from "../../graphql/index.ts";
import { NamespacedObjectFilter } from "../resources/index.ts";

@InputType({ description: "Which replica sets; each condition that is given must hold." })
export class ReplicaSetFilter extends NamespacedObjectFilter {
  @Field(() => Boolean, { nullable: true, description: "Only those that want pods, or only those that want none." })
  active?: boolean | null;
}
