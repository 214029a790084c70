import { connectionOf, DateTime, Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import type { EventManifest } from "./event.manifest.ts";
import { countOf, EventSeverity, firstSeenOf, lastSeenOf, severityOf, sourceOf } from "./event.mapping.ts";
import { ShownFor } from "./kinds.ts";
import { KubernetesObject } from "./object.type.ts";

export const EVENTS = "events";

/** Events under the uid of the object that they tell of. */
export const byInvolved: IndexDefinition = {
  name: "involved",
  resource: EVENTS,
  values: ({ object }) => {
    const { involvedObject } = object as Manifest as EventManifest;
    return involvedObject?.uid ? [involvedObject.uid] : [];
  },
};

registerEnumType(EventSeverity, {
  name: "EventType",
  description: "How serious an event is.",
  valuesConfig: {
    NORMAL: { description: "Something happened as it should." },
    WARNING: { description: "Something may need attention." },
  },
});

@ObjectType({ description: "The object that an event tells of." })
export class InvolvedObject {
  @Field(() => String, { nullable: true, description: "Its kind." })
  readonly kind!: string | null;

  @Field(() => String, { nullable: true, description: "Its namespace; null for kinds that live in none." })
  readonly namespace!: string | null;

  @Field(() => String, { nullable: true, description: "Its name." })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: "Its `metadata.uid`." })
  readonly uid!: string | null;

  @Field(() => String, { nullable: true, description: "The part of it that is meant, as in `spec.containers{web}`." })
  readonly fieldPath!: string | null;
}

@ShownFor(EVENTS)
@ObjectType("Event", {
  implements: KubernetesObject,
  description: "What a component of a cluster reported about an object; repeats are counted. Source: core/v1 Event.",
})
export class ObjectEvent extends KubernetesObject<EventManifest> {
  @Field(() => String, { description: "Its namespace: that of the object, or `default`." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => EventSeverity, { description: "How serious it is." })
  get type(): EventSeverity {
    return severityOf(this.object);
  }

  @Field(() => String, { nullable: true, description: "What happened, in one word." })
  get reason(): string | null {
    return this.object.reason || null;
  }

  @Field(() => String, { nullable: true, description: "What happened, in a sentence." })
  get message(): string | null {
    return this.object.message || null;
  }

  @Field(() => Int, { description: "How often it happened." })
  get count(): number {
    return countOf(this.object);
  }

  @Field(() => DateTime, { nullable: true, description: "When it happened for the first time." })
  get firstSeenAt(): string | null {
    return firstSeenOf(this.object);
  }

  @Field(() => DateTime, { nullable: true, description: "When it happened for the last time." })
  get lastSeenAt(): string | null {
    return lastSeenOf(this.object);
  }

  @Field(() => String, { nullable: true, description: "The component that reported it." })
  get source(): string | null {
    return sourceOf(this.object);
  }

  @Field(() => InvolvedObject, { description: "The object that it tells of." })
  get involvedObject(): Partial<InvolvedObject> {
    return this.object.involvedObject ?? {};
  }
}

export const EventConnection = connectionOf("Event", () => ObjectEvent);
