import { DateTime, Field, Int, ObjectType } from "../../graphql/index.ts";
import { Condition, KubernetesObject, ShownFor } from "../resources/index.ts";
import type { HorizontalPodAutoscalerManifest } from "./horizontal-pod-autoscaler.manifest.ts";
import { type MetricReading, metricsOf } from "./horizontal-pod-autoscaler.mapping.ts";

export const HORIZONTAL_POD_AUTOSCALERS = "autoscaling/horizontalpodautoscalers";

@ObjectType({ description: "What an autoscaler goes by. Source: `spec.metrics` with `status.currentMetrics`." })
export class AutoscalerMetric implements MetricReading {
  @Field(() => String, { description: "`Resource`, `ContainerResource`, `Pods`, `Object` or `External`." })
  readonly type!: string;

  @Field(() => String, { nullable: true, description: "What is measured, as in `cpu`." })
  readonly name!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What it is to be: a quantity, or a percentage of the requests.",
  })
  readonly target!: string | null;

  @Field(() => String, { nullable: true, description: "What it is, in the form of `target`; null before it is known." })
  readonly current!: string | null;
}

@ObjectType({ description: "The object whose number of pods an autoscaler sets. Source: `spec.scaleTargetRef`." })
export class ScaleTarget {
  @Field(() => String, { nullable: true, description: "API group and version, as in `apps/v1`." })
  readonly apiVersion!: string | null;

  @Field(() => String, { description: "Its kind, as in `Deployment`." })
  readonly kind!: string;

  @Field(() => String, { description: "Its name, in the namespace of the autoscaler." })
  readonly name!: string;
}

@ShownFor(HORIZONTAL_POD_AUTOSCALERS)
@ObjectType("HorizontalPodAutoscaler", {
  implements: KubernetesObject,
  description:
    "Sets the number of pods of another object by what they use. Source: autoscaling/v2 HorizontalPodAutoscaler.",
})
export class HorizontalPodAutoscaler extends KubernetesObject<HorizontalPodAutoscalerManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => ScaleTarget, { description: "Whose number of pods it sets." })
  get targetRef(): ScaleTarget {
    const { apiVersion = null, kind = "", name = "" } = this.object.spec?.scaleTargetRef ?? {};
    return { apiVersion, kind, name };
  }

  @Field(() => Int, { description: "How many pods at least. Source: `spec.minReplicas`." })
  get minReplicas(): number {
    return this.object.spec?.minReplicas ?? 1;
  }

  @Field(() => Int, { description: "How many pods at most. Source: `spec.maxReplicas`." })
  get maxReplicas(): number {
    return this.object.spec?.maxReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods it saw there. Source: `status.currentReplicas`." })
  get currentReplicas(): number {
    return this.object.status?.currentReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods it wants there to be. Source: `status.desiredReplicas`." })
  get desiredReplicas(): number {
    return this.object.status?.desiredReplicas ?? 0;
  }

  @Field(() => [AutoscalerMetric], { description: "What it goes by." })
  get metrics(): readonly AutoscalerMetric[] {
    return metricsOf(this.object);
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When it changed the number of pods for the last time. Source: `status.lastScaleTime`.",
  })
  get lastScaledAt(): string | null {
    return this.object.status?.lastScaleTime ?? null;
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
