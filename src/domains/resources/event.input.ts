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
import { EventSeverity } from "./event.mapping.ts";

@InputType({ description: "Condition on an event's type." })
export class EventTypeFilter {
  @Field(() => [EventSeverity], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly EventSeverity[] | null;
}

@InputType({ description: "Which events; each condition that is given must hold." })
export class EventFilter {
  @Field(() => EventTypeFilter, { nullable: true, description: "Condition on the type." })
  type?: EventTypeFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the reason." })
  reason?: StringFilter | null;
}

export const EventOrderField = { LAST_SEEN_AT: "LAST_SEEN_AT", COUNT: "COUNT", REASON: "REASON" } as const;
export type EventOrderField = (typeof EventOrderField)[keyof typeof EventOrderField];

registerEnumType(EventOrderField, {
  name: "EventOrderField",
  description: "What events can be ordered by.",
  valuesConfig: {
    LAST_SEEN_AT: { description: "By the time of the last occurrence." },
    COUNT: { description: "By the number of occurrences." },
    REASON: { description: "By the reason." },
  },
});

@InputType({ description: "One key of an order of events." })
export class EventOrder implements OrderInput<EventOrderField> {
  @Field(() => EventOrderField, { description: "What to order by." })
  field!: EventOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class ObjectEventArgs extends PageArgs {
  @Field(() => EventFilter, { nullable: true, description: "Which events; all when absent." })
  filter?: EventFilter | null;

  @Field(() => [EventOrder], { nullable: true, description: "First key first. The newest first when absent." })
  orderBy?: readonly EventOrder[] | null;
}
