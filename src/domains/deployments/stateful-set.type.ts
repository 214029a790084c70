import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { Condition, ShownFor } from "../resources/index.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";
import { type RolloutState, statefulSetRollout } from "./rollout-status.mapping.ts";
import type { StatefulSetManifest } from "./stateful-set.manifest.ts";
import { UpdateStrategyType, updateStrategyOf } from "./update-strategy.type.ts";
import { Workload } from "./workload.type.ts";

export const STATEFUL_SETS = "apps/statefulsets";

@ShownFor(STATEFUL_SETS)
@ObjectType("StatefulSet", {
  implements: Workload,
  description: "Pods with names and volumes of their own that they keep. Source: apps/v1 StatefulSet.",
})
export class StatefulSet extends Workload<StatefulSetManifest> {
  override get template(): PodTemplateManifest | undefined {
    return this.object.spec?.template;
  }

  override get podSelector(): LabelSelectorManifest | undefined {
    return this.object.spec?.selector;
  }

  override get rollout(): RolloutState {
    return statefulSetRollout(this.object);
  }

  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, { description: "How many pods are wanted. Source: `spec.replicas`." })
  override get replicas(): number {
    return this.object.spec?.replicas ?? 1;
  }

  @Field(() => Int, { description: "How many pods there are, of any template. Source: `status.replicas`." })
  override get currentReplicas(): number {
    return this.object.status?.replicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods are of the newest template. Source: `status.updatedReplicas`." })
  override get updatedReplicas(): number {
    return this.object.status?.updatedReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods are ready. Source: `status.readyReplicas`." })
  override get readyReplicas(): number {
    return this.object.status?.readyReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many were ready for `minReadySeconds`. Source: `status.availableReplicas`." })
  override get availableReplicas(): number {
    return this.object.status?.availableReplicas ?? 0;
  }

  @Field(() => String, {
    nullable: true,
    description: "Name of the service that gives its pods their addresses. Source: `spec.serviceName`.",
  })
  get serviceName(): string | null {
    return this.object.spec?.serviceName || null;
  }

  @Field(() => Boolean, {
    description: "Its pods start and end all at once, not one after the other. Source: `spec.podManagementPolicy`.",
  })
  get parallel(): boolean {
    return this.object.spec?.podManagementPolicy === "Parallel";
  }

  @Field(() => UpdateStrategyType, {
    description: "When pods of the old template give way. Source: `spec.updateStrategy`.",
  })
  get updateStrategy(): UpdateStrategyType {
    return updateStrategyOf(this.object.spec?.updateStrategy?.type);
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "Pods with a smaller ordinal keep the old template; null without a partition. Source: `spec.updateStrategy.rollingUpdate.partition`.",
  })
  get partition(): number | null {
    return this.object.spec?.updateStrategy?.rollingUpdate?.partition ?? null;
  }

  @Field(() => [String], {
    description: "Names of the claims that each pod gets of its own. Source: `spec.volumeClaimTemplates`.",
  })
  get claimTemplateNames(): readonly string[] {
    return (this.object.spec?.volumeClaimTemplates ?? []).flatMap(({ metadata }) => metadata?.name ?? []);
  }

  @Field(() => String, {
    nullable: true,
    description: "Name of the controller revision that pods have or had. Source: `status.currentRevision`.",
  })
  get currentRevision(): string | null {
    return this.object.status?.currentRevision || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "Name of the controller revision that pods are to have. Source: `status.updateRevision`.",
  })
  get updateRevision(): string | null {
    return this.object.status?.updateRevision || null;
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
