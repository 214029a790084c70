import { Field, InputType } from "../../graphql/index.ts";
import { PodPhase } from "./pod.mapping.ts";
import { TemplateFilter } from "./workload.input.ts";

@InputType({ description: "Condition on a pod's phase." })
export class PodPhaseFilter {
  @Field(() => [PodPhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly PodPhase[] | null;
}

@InputType({ description: "Which pods; each condition that is given must hold." })
export class PodFilter extends TemplateFilter {
  @Field(() => PodPhaseFilter, { nullable: true, description: "Condition on `status.phase`." })
  phase?: PodPhaseFilter | null;

  @Field(() => String, { nullable: true, description: "Bound to the node of this name." })
  nodeName?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only ready ones, or only those that are not." })
  ready?: boolean | null;
}
