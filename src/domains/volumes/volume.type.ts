import { Field, Long, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { bytesOf, KubernetesObject, ShownFor } from "../resources/index.ts";
import { accessModesOf, VolumeAccessMode } from "./access-mode.type.ts";
import { classNameOf } from "./class-name.mapping.ts";
import type { VolumeManifest } from "./volume.manifest.ts";
import { VolumeMode, volumeModeOf } from "./volume-mode.type.ts";
import { volumeSourceOf } from "./volume-source.mapping.ts";
import { VolumeSource } from "./volume-source.type.ts";

export const VOLUMES = "persistentvolumes";

export const VolumePhase = {
  PENDING: "Pending",
  AVAILABLE: "Available",
  BOUND: "Bound",
  RELEASED: "Released",
  FAILED: "Failed",
} as const;
export type VolumePhase = (typeof VolumePhase)[keyof typeof VolumePhase];

registerEnumType(VolumePhase, {
  name: "PersistentVolumePhase",
  description: "Whether a persistent volume is in use.",
  valuesConfig: {
    PENDING: { description: "It cannot be used yet." },
    AVAILABLE: { description: "A claim can have it." },
    BOUND: { description: "A claim has it." },
    RELEASED: { description: "Its claim is gone; nobody has cleaned it since." },
    FAILED: { description: "It could not be cleaned or deleted." },
  },
});

const phases: readonly string[] = Object.values(VolumePhase);

export function volumePhaseOf({ status }: VolumeManifest): VolumePhase {
  return phases.includes(status?.phase ?? "") ? (status?.phase as VolumePhase) : VolumePhase.PENDING;
}

@ShownFor(VOLUMES)
@ObjectType("PersistentVolume", {
  implements: KubernetesObject,
  description: "A piece of storage that outlives pods. Source: core/v1 PersistentVolume.",
})
export class PersistentVolume extends KubernetesObject<VolumeManifest> {
  @Field(() => VolumePhase, { description: "Whether it is in use. Source: `status.phase`." })
  get phase(): VolumePhase {
    return volumePhaseOf(this.object);
  }

  @Field(() => VolumeSource, { description: "Where it comes from." })
  get source(): VolumeSource {
    return new VolumeSource(volumeSourceOf(this.object.spec), this.accessModes);
  }

  @Field(() => [VolumeAccessMode], { description: "How it can be mounted. Source: `spec.accessModes`." })
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

  @Field(() => String, {
    nullable: true,
    description: "What becomes of it when its claim goes: `Retain`, `Delete`. Source: `spec`.",
  })
  get reclaimPolicy(): string | null {
    return this.object.spec?.persistentVolumeReclaimPolicy ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: "How much it holds, as it was written: `10Gi`. Source: `spec.capacity.storage`.",
  })
  get capacity(): string | null {
    return this.object.spec?.capacity?.storage ?? null;
  }

  @Field(() => Long, { nullable: true, description: "The same in bytes." })
  get capacityBytes(): number | null {
    return bytesOf(this.object.spec?.capacity?.storage);
  }

  @Field(() => VolumeMode, { description: "As what it is mounted. Source: `spec.volumeMode`." })
  get volumeMode(): VolumeMode {
    return volumeModeOf(this.object.spec?.volumeMode);
  }

  @Field(() => [String], { description: "Options of the mount. Source: `spec.mountOptions`." })
  get mountOptions(): readonly string[] {
    return this.object.spec?.mountOptions ?? [];
  }

  @Field(() => String, {
    nullable: true,
    description: "Why it is in its phase, in a sentence. Source: `status.message`.",
  })
  get message(): string | null {
    return this.object.status?.message || null;
  }
}
