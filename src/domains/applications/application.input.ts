import {
  ArgsType,
  EventArgs,
  Field,
  ID,
  InputType,
  OneOf,
  OrderDirection,
  type OrderInput,
  PageArgs,
  registerEnumType,
  StringFilter,
} from "../../graphql/index.ts";
import { DataPlacement } from "../volumes/index.ts";
import { ApplicationHealth } from "./health.mapping.ts";

@InputType({ description: "Condition on the health of an application." })
export class ApplicationHealthFilter {
  @Field(() => [ApplicationHealth], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly ApplicationHealth[] | null;
}

@InputType({ description: "Condition on where data is." })
export class DataPlacementFilter {
  @Field(() => [DataPlacement], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly DataPlacement[] | null;
}

@InputType({
  description:
    "Which applications; each condition that is given must hold. One that passes is shown whole, wherever its parts are.",
})
export class ApplicationFilter {
  @Field(() => [String], {
    nullable: true,
    description:
      "With a part in one of these clusters, by registered name. An unknown name is an UNKNOWN_CLUSTER error.",
  })
  clusters?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "With a part in one of these namespaces." })
  namespaces?: readonly string[] | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the name." })
  name?: StringFilter | null;

  @Field(() => ApplicationHealthFilter, { nullable: true, description: "Condition on the health." })
  health?: ApplicationHealthFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the owner team." })
  ownerTeam?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition that one image at least must meet." })
  image?: StringFilter | null;

  @Field(() => DataPlacementFilter, {
    nullable: true,
    description: "Condition on where the data is. Where that is not known, it is not met.",
  })
  dataPlacement?: DataPlacementFilter | null;
}

export const ApplicationOrderField = {
  NAME: "NAME",
  HEALTH: "HEALTH",
  OWNER_TEAM: "OWNER_TEAM",
  WORKLOADS: "WORKLOADS",
  CLUSTERS: "CLUSTERS",
} as const;
export type ApplicationOrderField = (typeof ApplicationOrderField)[keyof typeof ApplicationOrderField];

registerEnumType(ApplicationOrderField, {
  name: "ApplicationOrderField",
  description: "What applications can be ordered by.",
  valuesConfig: {
    NAME: { description: "By name." },
    HEALTH: { description: "By the health's name." },
    OWNER_TEAM: { description: "By the name of the owner team." },
    WORKLOADS: { description: "By the number of workloads." },
    CLUSTERS: { description: "By the number of clusters." },
  },
});

@InputType({ description: "One key of an order of applications." })
export class ApplicationOrder implements OrderInput<ApplicationOrderField> {
  @Field(() => ApplicationOrderField, { description: "What to order by." })
  field!: ApplicationOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class ApplicationArgs extends PageArgs {
  @Field(() => ApplicationFilter, { nullable: true, description: "Which applications; all when absent." })
  filter?: ApplicationFilter | null;

  @Field(() => [ApplicationOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by name.",
  })
  orderBy?: readonly ApplicationOrder[] | null;
}

@ArgsType()
export class ApplicationEventArgs extends EventArgs {
  @Field(() => ApplicationFilter, { nullable: true, description: "Which applications; all when absent." })
  filter?: ApplicationFilter | null;
}

@OneOf()
@InputType({ description: "Which application: by id, or by name." })
export class ApplicationByInput {
  @Field(() => ID, { nullable: true, description: "Its id." })
  id?: string;

  @Field(() => String, { nullable: true, description: "Its name: the value of the label." })
  name?: string;
}
