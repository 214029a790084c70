import { Field, JSONValue, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { driverOf, type VolumeSourceParts, VolumeSourceType } from "./volume-source.mapping.ts";

registerEnumType(VolumeSourceType, {
  name: "VolumeSourceType",
  description: "The plugin that a volume comes from, those among them that Kubernetes has removed since.",
  valuesConfig: {
    AWS_ELASTIC_BLOCK_STORE: { description: "A disk of AWS." },
    AZURE_DISK: { description: "A disk of Azure." },
    AZURE_FILE: { description: "A file share of Azure." },
    CEPHFS: { description: "A Ceph file system." },
    CINDER: { description: "A disk of OpenStack." },
    CONFIG_MAP: { description: "The data of a ConfigMap, as files." },
    CSI: { description: "A driver of the Container Storage Interface; `driver` names it." },
    DOWNWARD_API: { description: "What the pod is told of itself, as files." },
    EMPTY_DIR: { description: "A directory that lives as long as the pod." },
    EPHEMERAL: { description: "A claim that lives as long as the pod." },
    FC: { description: "A Fibre Channel device." },
    FLEX_VOLUME: { description: "A FlexVolume driver; `driver` names it." },
    FLOCKER: { description: "A dataset of Flocker." },
    GCE_PERSISTENT_DISK: { description: "A disk of Google Compute Engine." },
    GIT_REPO: { description: "A clone of a Git repository." },
    GLUSTERFS: { description: "A Gluster volume." },
    HOST_PATH: { description: "A path of the node." },
    IMAGE: { description: "The content of an image." },
    ISCSI: { description: "An iSCSI device." },
    LOCAL: { description: "A disk or directory of one node." },
    NFS: { description: "An NFS export." },
    PERSISTENT_VOLUME_CLAIM: { description: "The volume of a claim." },
    PHOTON_PERSISTENT_DISK: { description: "A disk of VMware Photon." },
    PORTWORX_VOLUME: { description: "A volume of Portworx." },
    PROJECTED: { description: "ConfigMaps, Secrets, tokens and the downward API in one directory." },
    QUOBYTE: { description: "A volume of Quobyte." },
    RBD: { description: "A block device of Ceph." },
    SCALE_IO: { description: "A volume of ScaleIO." },
    SECRET: { description: "The data of a Secret, as files." },
    STORAGEOS: { description: "A volume of StorageOS." },
    VSPHERE_VOLUME: { description: "A virtual disk of vSphere." },
    OTHER: { description: "A plugin that is none of these; `attributes` has its name." },
  },
});

@ObjectType({ description: "Where a volume comes from. Source: the field of the volume that names its plugin." })
export class VolumeSource {
  readonly #parts: VolumeSourceParts;

  constructor(parts: VolumeSourceParts) {
    this.#parts = parts;
  }

  @Field(() => VolumeSourceType, { description: "The plugin." })
  get type(): VolumeSourceType {
    return this.#parts.type;
  }

  @Field(() => String, { nullable: true, description: "The driver's name, of CSI and FlexVolume; null otherwise." })
  get driver(): string | null {
    return driverOf(this.#parts);
  }

  @Field(() => JSONValue, { description: "What the plugin is told, as it stands in the manifest." })
  get attributes(): unknown {
    return this.#parts.attributes;
  }
}
