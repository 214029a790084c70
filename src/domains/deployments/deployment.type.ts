import { Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { Condition, ShownFor } from "../resources/index.ts";
import { composedOf } from "./composition.mapping.ts";
import { Composition } from "./composition.type.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { revisionOf } from "./deployment.mapping.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";
import { deploymentRollout, type RolloutState } from "./rollout-status.mapping.ts";
import { Workload } from "./workload.type.ts";

export const DEPLOYMENTS = "apps/deployments";

export const DeploymentStrategyType = { ROLLING_UPDATE: "RollingUpdate", RECREATE: "Recreate" } as const;
export type DeploymentStrategyType = (typeof DeploymentStrategyType)[keyof typeof DeploymentStrategyType];

registerEnumType(DeploymentStrategyType, {
  name: "DeploymentStrategyType",
  description: "How pods of the old template give way to those of the new one.",
  valuesConfig: {
    ROLLING_UPDATE: { description: "Step by step." },
    RECREATE: { description: "All old ones end before new ones start." },
  },
});

type StrategyManifest = NonNullable<NonNullable<DeploymentManifest["spec"]>["strategy"]>;

@ObjectType({ description: "How a deployment replaces its pods. Source: `spec.strategy`." })
export class DeploymentStrategy {
  readonly #manifest: StrategyManifest;

  constructor(manifest: StrategyManifest) {
    this.#manifest = manifest;
  }

  @Field(() => DeploymentStrategyType, { description: "Step by step, or all at once." })
  get type(): DeploymentStrategyType {
    return this.#manifest.type === "Recreate" ? DeploymentStrategyType.RECREATE : DeploymentStrategyType.ROLLING_UPDATE;
  }

  @Field(() => String, {
    nullable: true,
    description: "How many pods there may be beyond `replicas`: a number, or a percentage.",
  })
  get maxSurge(): string | null {
    return this.#manifest.rollingUpdate?.maxSurge?.toString() ?? null;
  }

  @Field(() => String, { nullable: true, description: "How many pods may be missing: a number, or a percentage." })
  get maxUnavailable(): string | null {
    return this.#manifest.rollingUpdate?.maxUnavailable?.toString() ?? null;
  }
}

@ShownFor(DEPLOYMENTS)
@ObjectType("Deployment", { implements: Workload, description: "A deployment. Source: apps/v1 Deployment." })
export class Deployment extends Workload<DeploymentManifest> {
  override get template(): PodTemplateManifest | undefined {
    return this.object.spec?.template;
  }

  override get podSelector(): LabelSelectorManifest | undefined {
    return this.object.spec?.selector;
  }

  override get rollout(): RolloutState {
    return deploymentRollout(this.object);
  }

  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, { description: "How many pods are wanted. Source: `spec.replicas`." })
  override get replicas(): number {
    // Absent means one, by the API's own default.
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

  @Field(() => Int, {
    description: "How many are missing for full availability. Source: `status.unavailableReplicas`.",
  })
  get unavailableReplicas(): number {
    return this.object.status?.unavailableReplicas ?? 0;
  }

  @Field(() => Boolean, { description: "Changes of the template have no effect for now. Source: `spec.paused`." })
  get paused(): boolean {
    return this.object.spec?.paused ?? false;
  }

  @Field(() => Composition, {
    nullable: true,
    description:
      "The base image and the artifact image that it is composed of; null where `applicationCompose` did not make it so, or it was changed since.",
  })
  get composition(): Composition | null {
    const composed = composedOf(this.object);
    return composed && new Composition(this.row, composed);
  }

  @Field(() => DeploymentStrategy, { description: "How it replaces its pods." })
  get strategy(): DeploymentStrategy {
    return new DeploymentStrategy(this.object.spec?.strategy ?? {});
  }

  @Field(() => Int, {
    description: "Seconds for which a new pod must be ready to count as available. Source: `spec.minReadySeconds`.",
  })
  get minReadySeconds(): number {
    return this.object.spec?.minReadySeconds ?? 0;
  }

  @Field(() => Int, {
    description:
      "Seconds without progress after which a rollout counts as failed. Source: `spec.progressDeadlineSeconds`.",
  })
  get progressDeadlineSeconds(): number {
    return this.object.spec?.progressDeadlineSeconds ?? 600;
  }

  @Field(() => Int, {
    description: "How many old replica sets are kept to go back to. Source: `spec.revisionHistoryLimit`.",
  })
  get revisionHistoryLimit(): number {
    return this.object.spec?.revisionHistoryLimit ?? 10;
  }

  @Field(() => Int, {
    nullable: true,
    description: "Number of its newest template; null before its controller has seen it.",
  })
  get rolloutRevision(): number | null {
    return revisionOf(this.object);
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
