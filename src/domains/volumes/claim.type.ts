import { Field, Long, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { bytesOf, Condition, KubernetesObject, ShownFor } from "../resources/index.ts";
import { accessModesOf, VolumeAccessMode } from "./access-mode.type.ts";
import { classNameOf } from "./class-name.mapping.ts";
import type { ClaimManifest } from "./volume.manifest.ts";
import { VolumeMode, volumeModeOf } from "./volume-mode.type.ts";

export const CLAIMS = "persistentvolumeclaims";

export const ClaimPhase = { PENDING: "Pending", BOUND: "Bound", LOST: "Lost" } as const;
export type ClaimPhase = (typeof ClaimPhase)[keyof typeof ClaimPhase];

registerEnumType(ClaimPhase, {
  name: "PersistentVolumeClaimPhase",
  description: "Whether a claim has its volume.",
  valuesConfig: {
    PENDING: { description: "It waits for one." },
    BOUND: { description: "It has one." },
    LOST: { description: "It had one that is gone, with its data." },
  },
});

export function claimPhaseOf({ status }: ClaimManifest): ClaimPhase {
  const phase = status?.phase;
  return phase === ClaimPhase.BOUND || phase === ClaimPhase.LOST ? phase : ClaimPhase.PENDING;
}

@ShownFor(CLAIMS)
@ObjectType("PersistentVolumeClaim", {
  implements: KubernetesObject,
  description: "What a pod asks of storage, and keeps it by. Source: core/v1 PersistentVolumeClaim.",
})
export class PersistentVolumeClaim extends KubernetesObject<ClaimManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => ClaimPhase, { description: "Whether it has its volume. Source: `status.phase`." })
  get phase(): ClaimPhase {
    return claimPhaseOf(this.object);
  }

  @Field(() => [VolumeAccessMode], {
    description: "How it wants to be mounted. Source: `spec.accessModes`.",
  })
  get accessModes(): readonly VolumeAccessMode[] {
    return accessModesOf(this.object.spec?.accessModes);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Name of its storage class; null without one. Source: `spec`, before it the annotation `volume.beta.kubernetes.io/storage-class`.",
  })
  get storageClassName(): string | null {
    return classNameOf(this.object);
  }

  @Field(() => String, { nullable: true, description: "Name of its volume; null before it has one. Source: `spec`." })
  get volumeName(): string | null {
    return this.object.spec?.volumeName || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "How much it asks for, as it was written: `10Gi`. Source: `spec.resources.requests.storage`.",
  })
  get requested(): string | null {
    return this.object.spec?.resources?.requests?.storage ?? null;
  }

  @Field(() => Long, { nullable: true, description: "The same in bytes." })
  get requestedBytes(): number | null {
    return bytesOf(this.object.spec?.resources?.requests?.storage);
  }

  @Field(() => String, {
    nullable: true,
    description: "How much it has, as it was written; null before it is bound. Source: `status.capacity.storage`.",
  })
  get capacity(): string | null {
    return this.object.status?.capacity?.storage ?? null;
  }

  @Field(() => Long, { nullable: true, description: "The same in bytes." })
  get capacityBytes(): number | null {
    return bytesOf(this.object.status?.capacity?.storage);
  }

  @Field(() => VolumeMode, { description: "As what it wants to be mounted. Source: `spec.volumeMode`." })
  get volumeMode(): VolumeMode {
    return volumeModeOf(this.object.spec?.volumeMode);
  }

  @Field(() => [Condition], { description: "Its conditions, as of a change of its size that is under way." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
