import {
  ArgsType,
  Field,
  InputType,
  OrderDirection,
  type OrderInput,
  PageArgs,
  registerEnumType,
  StringFilter,
} from "../../graphql/index.ts";

@InputType({ description: "Which clusters; each condition that is given must hold." })
export class ClusterFilter {
  @Field(() => StringFilter, { nullable: true, description: "Condition on the registered name." })
  name?: StringFilter | null;

  @Field(() => Boolean, { nullable: true, description: "Only those that can be reached, or only those that cannot." })
  reachable?: boolean | null;
}

export const ClusterOrderField = { NAME: "NAME", VERSION: "VERSION" } as const;
export type ClusterOrderField = (typeof ClusterOrderField)[keyof typeof ClusterOrderField];

registerEnumType(ClusterOrderField, {
  name: "ClusterOrderField",
  description: "What clusters can be ordered by.",
  valuesConfig: { NAME: { description: "By registered name." }, VERSION: { description: "By version, as a string." } },
});

@InputType({ description: "One key of an order of clusters." })
export class ClusterOrder implements OrderInput<ClusterOrderField> {
  @Field(() => ClusterOrderField, { description: "What to order by." })
  field!: ClusterOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class ClustersArgs extends PageArgs {
  @Field(() => ClusterFilter, { nullable: true, description: "Which clusters; all when absent." })
  filter?: ClusterFilter | null;

  @Field(() => [ClusterOrder], { nullable: true, description: "First key first. What it leaves open goes by name." })
  orderBy?: readonly ClusterOrder[] | null;
}
