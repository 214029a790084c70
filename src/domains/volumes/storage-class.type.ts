import { Field, ObjectType, StringMap } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { StorageClassManifest } from "./volume.manifest.ts";

export const STORAGE_CLASSES = "storage.k8s.io/storageclasses";

const DEFAULT = "storageclass.kubernetes.io/is-default-class";

export function isDefaultClass({ metadata }: StorageClassManifest): boolean {
  return metadata.annotations?.[DEFAULT] === "true";
}

@ShownFor(STORAGE_CLASSES)
@ObjectType("StorageClass", {
  implements: KubernetesObject,
  description: "A way to be given storage. Source: storage.k8s.io/v1 StorageClass.",
})
export class StorageClass extends KubernetesObject<StorageClassManifest> {
  @Field(() => String, { description: "Who makes the volumes, as in `ebs.csi.aws.com`. Source: `provisioner`." })
  get provisioner(): string {
    return this.object.provisioner ?? "";
  }

  @Field(() => StringMap, { description: "What the provisioner is told. Source: `parameters`." })
  get parameters(): Readonly<Record<string, string>> {
    return this.object.parameters ?? {};
  }

  @Field(() => String, { description: "What becomes of a volume when its claim goes: `Delete`, `Retain`." })
  get reclaimPolicy(): string {
    return this.object.reclaimPolicy ?? "Delete";
  }

  @Field(() => String, {
    description: "When a claim is given its volume: `Immediate`, or `WaitForFirstConsumer`, once a pod uses it.",
  })
  get volumeBindingMode(): string {
    return this.object.volumeBindingMode ?? "Immediate";
  }

  @Field(() => Boolean, { description: "Its claims can be made larger. Source: `allowVolumeExpansion`." })
  get expandable(): boolean {
    return this.object.allowVolumeExpansion ?? false;
  }

  @Field(() => Boolean, { description: "Claims that name no class have this one. Source: an annotation." })
  get default(): boolean {
    return isDefaultClass(this.object);
  }
}
