import { Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { CsiDriverManifest } from "./csi.manifest.ts";

export const CSI_DRIVERS = "storage.k8s.io/csidrivers";

export const CsiVolumeLifecycle = { PERSISTENT: "Persistent", EPHEMERAL: "Ephemeral" } as const;
export type CsiVolumeLifecycle = (typeof CsiVolumeLifecycle)[keyof typeof CsiVolumeLifecycle];

registerEnumType(CsiVolumeLifecycle, {
  name: "CsiVolumeLifecycle",
  description: "How long volumes of a driver live.",
  valuesConfig: {
    PERSISTENT: { description: "Longer than pods: they are claimed." },
    EPHEMERAL: { description: "As long as the pod that names them." },
  },
});

@ShownFor(CSI_DRIVERS)
@ObjectType("CsiDriver", {
  implements: KubernetesObject,
  description:
    "A driver of the Container Storage Interface that is installed in a cluster. Source: storage.k8s.io/v1 CSIDriver.",
})
export class CsiDriver extends KubernetesObject<CsiDriverManifest> {
  @Field(() => [CsiVolumeLifecycle], {
    description: "How long its volumes can live. Source: `spec.volumeLifecycleModes`.",
  })
  get volumeLifecycles(): readonly CsiVolumeLifecycle[] {
    const modes = this.object.spec?.volumeLifecycleModes ?? [CsiVolumeLifecycle.PERSISTENT];
    return Object.values(CsiVolumeLifecycle).filter((mode) => modes.includes(mode));
  }

  @Field(() => Boolean, { description: "Volumes are attached to a node before they are mounted. Source: `spec`." })
  get attachRequired(): boolean {
    return this.object.spec?.attachRequired ?? true;
  }

  @Field(() => Boolean, { description: "It is told of the pod when it mounts. Source: `spec.podInfoOnMount`." })
  get podInfoOnMount(): boolean {
    return this.object.spec?.podInfoOnMount ?? false;
  }

  @Field(() => Boolean, {
    description: "It says how much storage is left, and the scheduler heeds that. Source: `spec.storageCapacity`.",
  })
  get storageCapacity(): boolean {
    return this.object.spec?.storageCapacity ?? false;
  }

  @Field(() => String, {
    description:
      "Whether a volume is given to the pod's group: `ReadWriteOnceWithFSType`, `File` or `None`. Source: `spec.fsGroupPolicy`.",
  })
  get fsGroupPolicy(): string {
    return this.object.spec?.fsGroupPolicy ?? "ReadWriteOnceWithFSType";
  }
}
