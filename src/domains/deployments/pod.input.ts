import { Field, InputType } from "../../graphql/index.ts";
import { NamespacedObjectFilter } from "../resources/index.ts";
import { PodPhase } from "./pod.mapping.ts";

@InputType({ description: "Condition on a pod's phase." })
export class PodPhaseFilter {
  @Field(() => [PodPhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly PodPhase[] | null;
}

@InputType({ description: "Which pods; each condition that is given must hold." })
export class PodFilter extends NamespacedObjectFilter {
  @Field(() => PodPhaseFilter, { nullable: true, description: "Condition on `status.phase`." })
  phase?: PodPhaseFilter | null;

  @Field(() => String, { nullable: true, description: "Bound to the node of this name." })
  nodeName?: string | null;
}
