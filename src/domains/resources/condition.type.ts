import { DateTime, Field, ObjectType, registerEnumType } from "../../graphql/index.ts";

/** What is read of a condition. */
export interface ConditionManifest {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
  readonly lastUpdateTime?: string | null;
}

export const ConditionStatus = { TRUE: "True", FALSE: "False", UNKNOWN: "Unknown" } as const;
export type ConditionStatus = (typeof ConditionStatus)[keyof typeof ConditionStatus];

registerEnumType(ConditionStatus, {
  name: "ConditionStatus",
  description: "Whether a condition holds.",
  valuesConfig: {
    TRUE: { description: "It holds." },
    FALSE: { description: "It does not hold." },
    UNKNOWN: { description: "Its controller cannot say." },
  },
});

@ObjectType({ description: "One condition of an object, as its controllers report it. Source: `status.conditions`." })
export class Condition {
  readonly #manifest: ConditionManifest;

  constructor(manifest: ConditionManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "What it is about, as in `Ready`." })
  get type(): string {
    return this.#manifest.type ?? "";
  }

  @Field(() => ConditionStatus, { description: "Whether it holds." })
  get status(): ConditionStatus {
    const { status } = this.#manifest;
    return status === "True" || status === "False" ? status : ConditionStatus.UNKNOWN;
  }

  @Field(() => String, { nullable: true, description: "Why, in one word." })
  get reason(): string | null {
    return this.#manifest.reason || null;
  }

  @Field(() => String, { nullable: true, description: "Why, in a sentence." })
  get message(): string | null {
    return this.#manifest.message || null;
  }

  @Field(() => DateTime, { nullable: true, description: "When the status changed for the last time." })
  get changedAt(): string | null {
    return this.#manifest.lastTransitionTime ?? null;
  }
}
