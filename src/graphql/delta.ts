import { Costs } from "./costs.ts";
import { ArgsType, type ClassType, Field, ID, ObjectType, registerEnumType } from "./decorators.ts";
import { ChangeType, type EventStream, Phase } from "./event-stream.ts";

registerEnumType(ChangeType, {
  name: "ChangeType",
  description: "What happened to an object, as far as the subscription's filter and the caller's permissions show it.",
  valuesConfig: {
    ADDED: { description: "It exists now, or entered the filter." },
    MODIFIED: { description: "It changed." },
    DELETED: { description: "It is gone, or left the filter." },
  },
});

registerEnumType(Phase, {
  name: "DeltaPhase",
  description: "What a delta means for the subscription as a whole.",
  valuesConfig: {
    SNAPSHOT: { description: "Part of the initial state; more of it follows." },
    SYNCED: { description: "The initial state is complete with this delta." },
    LIVE: { description: "Changes as they happen. Without changes: nothing happened, and the cursor is newer." },
    RESET: { description: "Continuity was lost for `clusters`: forget what you hold of them, a snapshot follows." },
  },
});

export const InitialState = { SNAPSHOT: "SNAPSHOT", NONE: "NONE" } as const;
export type InitialState = (typeof InitialState)[keyof typeof InitialState];

registerEnumType(InitialState, {
  name: "InitialState",
  description: "What a subscription begins with.",
  valuesConfig: {
    SNAPSHOT: { description: "Everything that passes the filter now, as ADDED." },
    NONE: { description: "Nothing: changes from now on." },
  },
});

/** The arguments that every `…Events` field has beside its filter. The engine reads them; domains need not. */
@ArgsType()
export class EventArgs {
  @Field(() => String, {
    nullable: true,
    description:
      "Resumes behind the `cursor` of an earlier delta; `initial` then has no effect. A cursor that cannot be resumed from is answered by a RESET.",
  })
  after?: string | null;

  @Field(() => InitialState, { defaultValue: InitialState.SNAPSHOT, description: "What to begin with." })
  initial!: InitialState;
}

/** Declares the types `…Delta` and `…Change` of a type of object. */
export function deltaOf(name: string, object: () => ClassType | object): ClassType {
  @ObjectType(`${name}Change`, { description: `What became of one ${name} since the delta before.` })
  class Change {
    @Field(() => ChangeType, { description: "What happened." })
    readonly type!: ChangeType;

    @Field(() => ID, { description: "The object's id." })
    readonly id!: string;

    @Field(object, {
      nullable: true,
      description: "The newest state; the last one on a DELETED. Null when that is not known, or may not be shown.",
    })
    readonly object!: object | null;
  }

  @ObjectType(`${name}Delta`, {
    description: `The difference between two states of all ${name} objects that pass the filter.`,
  })
  class NodeDelta {
    @Costs({ page: true })
    @Field(() => [Change], { description: "At most one change for each object." })
    readonly changes!: readonly Change[];

    @Field(() => Phase, { description: "What the delta means." })
    readonly phase!: Phase;

    @Field(() => [String], { description: "The clusters that the phase concerns, by registered name." })
    readonly clusters!: readonly string[];

    @Field(() => String, {
      nullable: true,
      description: "Where this delta ends, for `after`; good on any replica. Null until the state is complete.",
    })
    readonly cursor!: string | null;
  }
  return NodeDelta;
}

/**
 * An event stream, as type-graphql's typings want to see it: it insists on an AsyncIterable, which graphql-js would
 * pull. The engine runs subscriptions itself and finds an EventStream here, or null in a pass with misses.
 */
export function streamOf<T>(stream: EventStream<T> | null): AsyncIterable<unknown> {
  return stream as unknown as AsyncIterable<unknown>;
}
