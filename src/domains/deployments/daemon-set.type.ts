import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { Condition, ShownFor } from "../resources/index.ts";
import type { DaemonSetManifest } from "./daemon-set.manifest.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";
import { daemonSetRollout, type RolloutState } from "./rollout-status.mapping.ts";
import { UpdateStrategyType, updateStrategyOf } from "./update-strategy.type.ts";
import { Workload } from "./workload.type.ts";

export const DAEMON_SETS = "apps/daemonsets";

@ShownFor(DAEMON_SETS)
@ObjectType("DaemonSet", {
  implements: Workload,
  description: "One pod on each node that fits. Source: apps/v1 DaemonSet.",
})
export class DaemonSet extends Workload<DaemonSetManifest> {
  override get template(): PodTemplateManifest | undefined {
    return this.object.spec?.template;
  }

  override get podSelector(): LabelSelectorManifest | undefined {
    return this.object.spec?.selector;
  }

  override get rollout(): RolloutState {
    return daemonSetRollout(this.object);
  }

  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, { description: "How many nodes are to have a pod. Source: `status.desiredNumberScheduled`." })
  override get replicas(): number {
    return this.object.status?.desiredNumberScheduled ?? 0;
  }

  @Field(() => Int, { description: "How many of those nodes have a pod. Source: `status.currentNumberScheduled`." })
  override get currentReplicas(): number {
    return this.object.status?.currentNumberScheduled ?? 0;
  }

  @Field(() => Int, {
    description: "How many nodes have a pod of the newest template. Source: `status.updatedNumberScheduled`.",
  })
  override get updatedReplicas(): number {
    return this.object.status?.updatedNumberScheduled ?? 0;
  }

  @Field(() => Int, { description: "How many nodes have a pod that is ready. Source: `status.numberReady`." })
  override get readyReplicas(): number {
    return this.object.status?.numberReady ?? 0;
  }

  @Field(() => Int, {
    description: "On how many nodes it was ready for `minReadySeconds`. Source: `status.numberAvailable`.",
  })
  override get availableReplicas(): number {
    return this.object.status?.numberAvailable ?? 0;
  }

  @Field(() => Int, {
    description: "How many nodes lack an available pod. Source: `status.numberUnavailable`.",
  })
  get unavailableReplicas(): number {
    return this.object.status?.numberUnavailable ?? 0;
  }

  @Field(() => Int, {
    description: "How many nodes have a pod that they should not have. Source: `status.numberMisscheduled`.",
  })
  get misscheduledReplicas(): number {
    return this.object.status?.numberMisscheduled ?? 0;
  }

  @Field(() => UpdateStrategyType, {
    description: "When pods of the old template give way. Source: `spec.updateStrategy`.",
  })
  get updateStrategy(): UpdateStrategyType {
    return updateStrategyOf(this.object.spec?.updateStrategy?.type);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "How many nodes may lack a pod while it rolls out: a number, or a percentage. Source: `spec.updateStrategy.rollingUpdate`.",
  })
  get maxUnavailable(): string | null {
    return this.object.spec?.updateStrategy?.rollingUpdate?.maxUnavailable?.toString() ?? null;
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
