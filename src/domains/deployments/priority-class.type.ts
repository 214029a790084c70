import { Field, Int, ObjectType } from "../../graphql/index.ts";
import type { Manifest } from "../context.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";

export const PRIORITY_CLASSES = "scheduling.k8s.io/priorityclasses";

export interface PriorityClassManifest extends Manifest {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
  readonly description?: string;
}

@ShownFor(PRIORITY_CLASSES)
@ObjectType("PriorityClass", {
  implements: KubernetesObject,
  description: "How important pods are to the scheduler. Source: scheduling.k8s.io/v1 PriorityClass.",
})
export class PriorityClass extends KubernetesObject<PriorityClassManifest> {
  @Field(() => Int, { description: "Pods of a higher one come first, and may take the place of others." })
  get value(): number {
    return this.object.value ?? 0;
  }

  @Field(() => Boolean, { description: "Pods that name no class get it." })
  get globalDefault(): boolean {
    return this.object.globalDefault ?? false;
  }

  @Field(() => Boolean, { description: "Its pods may take the place of others. Source: `preemptionPolicy`." })
  get preempts(): boolean {
    return this.object.preemptionPolicy !== "Never";
  }

  @Field(() => String, { nullable: true, description: "What it is for, in words. Source: `description`." })
  get purpose(): string | null {
    return this.object.description || null;
  }
}
