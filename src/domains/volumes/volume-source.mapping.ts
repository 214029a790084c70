import type { VolumeSourceManifest } from "./volume.manifest.ts";

/**
 * The plugins by the field that names each in a pod's volume or in a PersistentVolume; those that Kubernetes has removed
 * since are there for the clusters that still have them.
 */
export const VolumeSourceType = {
  AWS_ELASTIC_BLOCK_STORE: "awsElasticBlockStore",
  AZURE_DISK: "azureDisk",
  AZURE_FILE: "azureFile",
  CEPHFS: "cephfs",
  CINDER: "cinder",
  CONFIG_MAP: "configMap",
  CSI: "csi",
  DOWNWARD_API: "downwardAPI",
  EMPTY_DIR: "emptyDir",
  EPHEMERAL: "ephemeral",
  FC: "fc",
  FLEX_VOLUME: "flexVolume",
  FLOCKER: "flocker",
  GCE_PERSISTENT_DISK: "gcePersistentDisk",
  GIT_REPO: "gitRepo",
  GLUSTERFS: "glusterfs",
  HOST_PATH: "hostPath",
  IMAGE: "image",
  ISCSI: "iscsi",
  LOCAL: "local",
  NFS: "nfs",
  PERSISTENT_VOLUME_CLAIM: "persistentVolumeClaim",
  PHOTON_PERSISTENT_DISK: "photonPersistentDisk",
  PORTWORX_VOLUME: "portworxVolume",
  PROJECTED: "projected",
  QUOBYTE: "quobyte",
  RBD: "rbd",
  SCALE_IO: "scaleIO",
  SECRET: "secret",
  STORAGEOS: "storageos",
  VSPHERE_VOLUME: "vsphereVolume",
  OTHER: "other",
} as const;
export type VolumeSourceType = (typeof VolumeSourceType)[keyof typeof VolumeSourceType];

const plugins: readonly VolumeSourceType[] = Object.values(VolumeSourceType).filter((each) => each !== "other");

/** Of a PersistentVolume, what may stand beside its plugin. */
const BESIDE = new Set([
  "name",
  "accessModes",
  "capacity",
  "claimRef",
  "mountOptions",
  "nodeAffinity",
  "persistentVolumeReclaimPolicy",
  "storageClassName",
  "volumeAttributesClassName",
  "volumeMode",
]);

export interface VolumeSourceParts {
  readonly type: VolumeSourceType;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An empty directory where a pod's volume names no plugin, as the API server reads it. */
export function volumeSourceOf(manifest: VolumeSourceManifest | undefined): VolumeSourceParts {
  const type = plugins.find((each) => isAttributes(manifest?.[each]));
  if (type) return { type, attributes: manifest?.[type] as VolumeSourceParts["attributes"] };
  const other = Object.entries(manifest ?? {}).find(([key, value]) => !BESIDE.has(key) && isAttributes(value));
  if (other) return { type: "other", attributes: { [other[0]]: other[1] } };
  return { type: manifest && "accessModes" in manifest ? "other" : "emptyDir", attributes: {} };
}

/** The driver that a volume names beside its plugin: of CSI and of FlexVolume. */
export function driverOf({ type, attributes }: VolumeSourceParts): string | null {
  const { driver } = attributes;
  return (type === "csi" || type === "flexVolume") && typeof driver === "string" ? driver : null;
}

/** Name of the CSI driver alone. */
export function csiDriverOf(source: VolumeSourceParts): string | null {
  return source.type === "csi" ? driverOf(source) : null;
}

function isAttributes(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
