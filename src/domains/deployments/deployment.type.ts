import { Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import { Condition } from "./condition.type.ts";
import type { DeploymentManifest } from "./deployment.manifest.ts";
import { imagesOf, revisionOf } from "./deployment.mapping.ts";

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
@ObjectType("Deployment", { implements: KubernetesObject, description: "A deployment. Source: apps/v1 Deployment." })
export class Deployment extends KubernetesObject<DeploymentManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, { description: "How many pods are wanted. Source: `spec.replicas`." })
  get replicas(): number {
    // Absent means one, by the API's own default.
    return this.object.spec?.replicas ?? 1;
  }

  @Field(() => Int, { description: "How many pods there are, of any template. Source: `status.replicas`." })
  get currentReplicas(): number {
    return this.object.status?.replicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods are of the newest template. Source: `status.updatedReplicas`." })
  get updatedReplicas(): number {
    return this.object.status?.updatedReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods are ready. Source: `status.readyReplicas`." })
  get readyReplicas(): number {
    return this.object.status?.readyReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many were ready for `minReadySeconds`. Source: `status.availableReplicas`." })
  get availableReplicas(): number {
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

  @Field(() => DeploymentStrategy, { description: "How it replaces its pods." })
  get strategy(): DeploymentStrategy {
    return new DeploymentStrategy(this.object.spec?.strategy ?? {});
  }

  @Field(() => [String], { description: "Images of its containers, in their order; init containers do not count." })
  get images(): readonly string[] {
    return imagesOf(this.object.spec?.template);
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
