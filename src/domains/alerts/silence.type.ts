import { DateTime, Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { SILENCES, type SilenceMatcher } from "../../integrations/alertmanager/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { SilenceManifest } from "./alert.manifest.ts";

export const SilenceState = { PENDING: "pending", ACTIVE: "active", EXPIRED: "expired" } as const;
export type SilenceState = (typeof SilenceState)[keyof typeof SilenceState];

registerEnumType(SilenceState, {
  name: "SilenceState",
  description: "How it stands with a silence, as Alertmanager said when it was asked last.",
  valuesConfig: {
    PENDING: { description: "It has not begun." },
    ACTIVE: { description: "It suppresses what it matches." },
    EXPIRED: { description: "It has ended. Alertmanager forgets it after some days." },
  },
});

@ObjectType("SilenceMatcher", { description: "What a label has to be for a silence to suppress an alert." })
export class SilenceMatcherType {
  readonly #matcher: SilenceMatcher;

  constructor(matcher: SilenceMatcher) {
    this.#matcher = matcher;
  }

  @Field(() => String, { description: "The label." })
  get name(): string {
    return this.#matcher.name;
  }

  @Field(() => String, { description: "The value, or the pattern. Empty: the label is absent." })
  get value(): string {
    return this.#matcher.value;
  }

  @Field(() => Boolean, { description: "The value is a pattern (RE2) for the whole of the label." })
  get isRegex(): boolean {
    return this.#matcher.isRegex;
  }

  @Field(() => Boolean, { description: "False: it matches what is not so." })
  get isEqual(): boolean {
    return this.#matcher.isEqual;
  }
}

@ShownFor(SILENCES)
@ObjectType("Silence", {
  implements: KubernetesObject,
  description:
    "A silence that may suppress alerts of a cluster. Source: Alertmanager, polled; it is no object of the cluster's API. `name` is its id there; `namespace` is that of its alerts, where a matcher names one. One that concerns several clusters is shown for each of them.",
})
export class Silence extends KubernetesObject<SilenceManifest> {
  @Field(() => SilenceState, { description: "Alertmanager's `status.state`." })
  get state(): SilenceState {
    return this.object.status.state;
  }

  @Field(() => [SilenceMatcherType], { description: "It suppresses alerts that all of these match." })
  get matchers(): readonly SilenceMatcherType[] {
    return this.object.spec.matchers.map((each) => new SilenceMatcherType(each));
  }

  @Field(() => DateTime, { description: "When it begins." })
  get startsAt(): string {
    return this.object.spec.startsAt;
  }

  @Field(() => DateTime, { description: "When it ends, or has ended." })
  get endsAt(): string {
    return this.object.spec.endsAt;
  }

  @Field(() => String, { description: "Whoever its author said that he is; empty where he said nothing." })
  get createdBy(): string {
    return this.object.spec.createdBy;
  }

  @Field(() => String, { description: "Why, in its author's words." })
  get comment(): string {
    return this.object.spec.comment;
  }
}
