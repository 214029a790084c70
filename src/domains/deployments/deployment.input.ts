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

@InputType({ description: "Which deployments; each condition that is given must hold." })
export class DeploymentFilter extends NamespacedObjectFilter {
  @Field(() => Boolean, { nullable: true, description: "Only paused ones, or only those that are not." })
  paused?: boolean | null;
}

export const DeploymentOrderField = {
  ...ObjectOrderField,
  REPLICAS: "REPLICAS",
  AVAILABLE_REPLICAS: "AVAILABLE_REPLICAS",
  UNAVAILABLE_REPLICAS: "UNAVAILABLE_REPLICAS",
} as const;
export type DeploymentOrderField = (typeof DeploymentOrderField)[keyof typeof DeploymentOrderField];

registerEnumType(DeploymentOrderField, {
  name: "DeploymentOrderField",
  description: "What deployments can be ordered by.",
  valuesConfig: {
    ...objectOrderDescriptions,
    REPLICAS: { description: "By the number of pods wanted." },
    AVAILABLE_REPLICAS: { description: "By the number of pods available." },
    UNAVAILABLE_REPLICAS: { description: "By the number of pods missing." },
  },
});

@InputType({ description: "One key of an order of deployments." })
export class DeploymentOrder implements OrderInput<DeploymentOrderField> {
  @Field(() => DeploymentOrderField, { description: "What to order by." })
  field!: DeploymentOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class DeploymentArgs extends PageArgs {
  @Field(() => DeploymentFilter, { nullable: true, description: "Which deployments; all when absent." })
  filter?: DeploymentFilter | null;

  @Field(() => [DeploymentOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by cluster, namespace and name.",
  })
  orderBy?: readonly DeploymentOrder[] | null;
}

@ArgsType()
export class DeploymentEventArgs extends EventArgs {
  @Field(() => DeploymentFilter, { nullable: true, description: "Which deployments; all when absent." })
  filter?: DeploymentFilter | null;
}
