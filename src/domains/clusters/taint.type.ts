import { DateTime, Field, ObjectType } from "../../graphql/index.ts";
import type { TaintManifest } from "./cluster-node.manifest.ts";

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

  @Field(() => String, {
    description: "What becomes of pods that do not tolerate it: `NoSchedule`, `PreferNoSchedule`, `NoExecute`.",
  })
  get effect(): string {
    return this.#manifest.effect ?? "";
  }

  @Field(() => DateTime, { nullable: true, description: "When it was added; null where nobody wrote that down." })
  get addedAt(): string | null {
    return this.#manifest.timeAdded ?? null;
  }
}
