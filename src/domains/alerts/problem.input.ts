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
import { ProblemSource } from "./problem.mapping.ts";

@InputType({ description: "Which problems; each condition that is given must hold." })
export class ProblemFilter {
  @Field(() => [String], {
    nullable: true,
    description: "In these clusters, by registered name. An unknown name is an UNKNOWN_CLUSTER error.",
  })
  clusters?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Of objects in these namespaces." })
  namespaces?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Of objects of these kinds, as in `Pod`." })
  kinds?: readonly string[] | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the object's name." })
  name?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the reason." })
  reason?: StringFilter | null;

  @Field(() => [ProblemSource], { nullable: true, description: "Of these sources; all when absent." })
  sources?: readonly ProblemSource[] | null;
}

export const ProblemOrderField = {
  LAST_SEEN_AT: "LAST_SEEN_AT",
  FIRST_SEEN_AT: "FIRST_SEEN_AT",
  COUNT: "COUNT",
  REASON: "REASON",
} as const;
export type ProblemOrderField = (typeof ProblemOrderField)[keyof typeof ProblemOrderField];

registerEnumType(ProblemOrderField, {
  name: "ProblemOrderField",
  description: "What problems can be ordered by.",
  valuesConfig: {
    LAST_SEEN_AT: { description: "By when it was said last." },
    FIRST_SEEN_AT: { description: "By when it was said first." },
    COUNT: { description: "By how often it was said." },
    REASON: { description: "By the reason." },
  },
});

@InputType({ description: "One key of an order of problems." })
export class ProblemOrder implements OrderInput<ProblemOrderField> {
  @Field(() => ProblemOrderField, { description: "What to order by." })
  field!: ProblemOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class ProblemArgs extends PageArgs {
  @Field(() => ProblemFilter, { nullable: true, description: "Which problems; all when absent." })
  filter?: ProblemFilter | null;

  @Field(() => [ProblemOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by cluster, namespace, name and reason.",
  })
  orderBy?: readonly ProblemOrder[] | null;
}
