import {
  ArgsType,
  Field,
  ID,
  InputType,
  OneOf,
  OrderDirection,
  type OrderInput,
  PageArgs,
  registerEnumType,
} from "../../graphql/index.ts";
import { ObjectFilter, ObjectOrderField, objectOrderDescriptions } from "../resources/index.ts";
import { NamespacePhase } from "./namespace.type.ts";

@InputType({ description: "Condition on a namespace's phase." })
export class NamespacePhaseFilter {
  @Field(() => [NamespacePhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly NamespacePhase[] | null;
}

@InputType({ description: "Which namespaces; each condition that is given must hold." })
export class NamespaceFilter extends ObjectFilter {
  @Field(() => NamespacePhaseFilter, { nullable: true, description: "Condition on the phase." })
  phase?: NamespacePhaseFilter | null;
}

const { NAME, CLUSTER, CREATED_AT } = ObjectOrderField;
export const NamespaceOrderField = { NAME, CLUSTER, CREATED_AT } as const;
export type NamespaceOrderField = (typeof NamespaceOrderField)[keyof typeof NamespaceOrderField];

registerEnumType(NamespaceOrderField, {
  name: "NamespaceOrderField",
  description: "What namespaces can be ordered by.",
  valuesConfig: {
    NAME: objectOrderDescriptions.NAME,
    CLUSTER: objectOrderDescriptions.CLUSTER,
    CREATED_AT: objectOrderDescriptions.CREATED_AT,
  },
});

@InputType({ description: "One key of an order of namespaces." })
export class NamespaceOrder implements OrderInput<NamespaceOrderField> {
  @Field(() => NamespaceOrderField, { description: "What to order by." })
  field!: NamespaceOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class NamespaceArgs extends PageArgs {
  @Field(() => NamespaceFilter, { nullable: true, description: "Which namespaces; all when absent." })
  filter?: NamespaceFilter | null;

  @Field(() => [NamespaceOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by cluster and name.",
  })
  orderBy?: readonly NamespaceOrder[] | null;
}

@InputType({ description: "Where a namespace is." })
export class NamespaceRefInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The name." })
  name!: string;
}

@OneOf()
@InputType({ description: "Which namespace: by id, or by where it is." })
export class NamespaceByInput {
  @Field(() => ID, {
    nullable: true,
    description: "Its id. A namespace that was re-created under the same name has another.",
  })
  id?: string;

  @Field(() => NamespaceRefInput, { nullable: true, description: "Its place. Finds whatever has that name now." })
  ref?: NamespaceRefInput;
}
