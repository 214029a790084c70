import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { Condition, KubernetesObject, ShownFor } from "../resources/index.ts";
import type { PodDisruptionBudgetManifest } from "./pod-disruption-budget.manifest.ts";
import { selectorText } from "./selector.mapping.ts";

export const POD_DISRUPTION_BUDGETS = "policy/poddisruptionbudgets";

@ShownFor(POD_DISRUPTION_BUDGETS)
@ObjectType("PodDisruptionBudget", {
  implements: KubernetesObject,
  description: "How many pods an eviction must leave. Source: policy/v1 PodDisruptionBudget.",
})
export class PodDisruptionBudget extends KubernetesObject<PodDisruptionBudgetManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, {
    nullable: true,
    description: "How many pods must stay: a number, or a percentage. Source: `spec.minAvailable`.",
  })
  get minAvailable(): string | null {
    return this.object.spec?.minAvailable?.toString() ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: "How many pods may be missing: a number, or a percentage. Source: `spec.maxUnavailable`.",
  })
  get maxUnavailable(): string | null {
    return this.object.spec?.maxUnavailable?.toString() ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: "Which pods, as a label selector; empty: all of the namespace. Null: none. Source: `spec.selector`.",
  })
  get selector(): string | null {
    const selector = this.object.spec?.selector;
    return selector ? selectorText(selector) : null;
  }

  @Field(() => Int, { description: "How many pods may be evicted now. Source: `status.disruptionsAllowed`." })
  get disruptionsAllowed(): number {
    return this.object.status?.disruptionsAllowed ?? 0;
  }

  @Field(() => Int, { description: "How many pods are healthy. Source: `status.currentHealthy`." })
  get currentHealthy(): number {
    return this.object.status?.currentHealthy ?? 0;
  }

  @Field(() => Int, { description: "How many pods must be healthy. Source: `status.desiredHealthy`." })
  get desiredHealthy(): number {
    return this.object.status?.desiredHealthy ?? 0;
  }

  @Field(() => Int, { description: "How many pods count for it. Source: `status.expectedPods`." })
  get expectedPods(): number {
    return this.object.status?.expectedPods ?? 0;
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
