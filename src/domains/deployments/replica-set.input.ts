import {
  ArgsType,
  Field,
  InputType,
  OrderDirection,
  type OrderInput,
  PageArgs,
  registerEnumType,
} from "../../graphql/index.ts";
import { NamespacedObjectFilter, ObjectOrderField, objectOrderDescriptions } from "../resources/index.ts";

@InputType({ description: "Which replica sets; each condition that is given must hold." })
export class ReplicaSetFilter extends NamespacedObjectFilter {
  @Field(() => Boolean, { nullable: true, description: "Only those that want pods, or only those that want none." })
  active?: boolean | null;
}

export const ReplicaSetOrderField = { ...ObjectOrderField, ROLLOUT_REVISION: "ROLLOUT_REVISION" } as const;
export type ReplicaSetOrderField = (typeof ReplicaSetOrderField)[keyof typeof ReplicaSetOrderField];

registerEnumType(ReplicaSetOrderField, {
  name: "ReplicaSetOrderField",
  description: "What replica sets can be ordered by.",
  valuesConfig: {
    ...objectOrderDescriptions,
    ROLLOUT_REVISION: { description: "By the number of their template." },
  },
});

@InputType({ description: "One key of an order of replica sets." })
export class ReplicaSetOrder implements OrderInput<ReplicaSetOrderField> {
  @Field(() => ReplicaSetOrderField, { description: "What to order by." })
  field!: ReplicaSetOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class ReplicaSetArgs extends PageArgs {
  @Field(() => ReplicaSetFilter, { nullable: true, description: "Which replica sets; all when absent." })
  filter?: ReplicaSetFilter | null;

  @Field(() => [ReplicaSetOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by cluster, namespace and name.",
  })
  orderBy?: readonly ReplicaSetOrder[] | null;
}
