import {
  ArgsType,
  EventArgs,
  Field,
  InputType,
  OrderDirection,
  type OrderInput,
  PageArgs,
  registerEnumType,
} from "../../graphql/index.ts";
import { NamespacedObjectFilter, ObjectOrderField, objectOrderDescriptions } from "../resources/index.ts";
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

export const PodOrderField = {
  ...ObjectOrderField,
  PHASE: "PHASE",
  NODE_NAME: "NODE_NAME",
  RESTART_COUNT: "RESTART_COUNT",
} as const;
export type PodOrderField = (typeof PodOrderField)[keyof typeof PodOrderField];

registerEnumType(PodOrderField, {
  name: "PodOrderField",
  description: "What pods can be ordered by.",
  valuesConfig: {
    ...objectOrderDescriptions,
    PHASE: { description: "By the phase's name." },
    NODE_NAME: { description: "By the name of the node." },
    RESTART_COUNT: { description: "By the number of restarts." },
  },
});

@InputType({ description: "One key of an order of pods." })
export class PodOrder implements OrderInput<PodOrderField> {
  @Field(() => PodOrderField, { description: "What to order by." })
  field!: PodOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class PodArgs extends PageArgs {
  @Field(() => PodFilter, { nullable: true, description: "Which pods; all when absent." })
  filter?: PodFilter | null;

  @Field(() => [PodOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by cluster, namespace and name.",
  })
  orderBy?: readonly PodOrder[] | null;
}

@ArgsType()
export class PodEventArgs extends EventArgs {
  @Field(() => PodFilter, { nullable: true, description: "Which pods; all when absent." })
  filter?: PodFilter | null;
}
