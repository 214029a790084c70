import { DateTime, Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import type { TaintManifest } from "./cluster-node.manifest.ts";

export const TaintEffect = {
  NO_SCHEDULE: "NoSchedule",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
  NO_EXECUTE: "NoExecute",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

registerEnumType(TaintEffect, {
  name: "TaintEffect",
  description: "What becomes of pods that do not tolerate a taint.",
  valuesConfig: {
    NO_SCHEDULE: { description: "None is placed on the node; those that are there stay." },
    PREFER_NO_SCHEDULE: { description: "One is placed on the node where nothing else will do." },
    NO_EXECUTE: { description: "None is placed on the node, and those that are there are evicted." },
  },
});

const effects: ReadonlySet<string> = new Set(Object.values(TaintEffect));

@ObjectType({ description: "What keeps pods off a node that do not tolerate it. Source: `spec.taints`." })
export class Taint {
  readonly #manifest: TaintManifest;

  constructor(manifest: TaintManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "Its key, as in `node.kubernetes.io/unschedulable`." })
  get key(): string {
    return this.#manifest.key;
  }

  @Field(() => String, { nullable: true, description: "Its value; null without one." })
  get value(): string | null {
    return this.#manifest.value || null;
  }

  @Field(() => TaintEffect, {
    nullable: true,
    description: "What becomes of pods that do not tolerate it; null for an effect that is not known here.",
  })
  get effect(): TaintEffect | null {
    const { effect = "" } = this.#manifest;
    return effects.has(effect) ? (effect as TaintEffect) : null;
  }

  @Field(() => DateTime, { nullable: true, description: "When it was added; null where nobody wrote that down." })
  get addedAt(): string | null {
    return this.#manifest.timeAdded ?? null;
  }
}
