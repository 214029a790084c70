import { VolumeAccessMode } from "./access-mode.type.ts";
import { awsElasticBlockStore } from "./plugins/aws-elastic-block-store.plugin.ts";
import { azureDisk } from "./plugins/azure-disk.plugin.ts";
import { azureFile } from "./plugins/azure-file.plugin.ts";
import { cephfs } from "./plugins/cephfs.plugin.ts";
import { cinder } from "./plugins/cinder.plugin.ts";
import { configMap } from "./plugins/config-map.plugin.ts";
import { csi } from "./plugins/csi.plugin.ts";
import { downwardApi } from "./plugins/downward-api.plugin.ts";
import { emptyDir } from "./plugins/empty-dir.plugin.ts";
import { ephemeral } from "./plugins/ephemeral.plugin.ts";
import { fc } from "./plugins/fc.plugin.ts";
import { flexVolume } from "./plugins/flex-volume.plugin.ts";
import { flocker } from "./plugins/flocker.plugin.ts";
import { gcePersistentDisk } from "./plugins/gce-persistent-disk.plugin.ts";
import { gitRepo } from "./plugins/git-repo.plugin.ts";
import { glusterfs } from "./plugins/glusterfs.plugin.ts";
import { hostPath } from "./plugins/host-path.plugin.ts";
import { image } from "./plugins/image.plugin.ts";
import { iscsi } from "./plugins/iscsi.plugin.ts";
import { local } from "./plugins/local.plugin.ts";
import { nfs } from "./plugins/nfs.plugin.ts";
import { persistentVolumeClaim } from "./plugins/persistent-volume-claim.plugin.ts";
import { photonPersistentDisk } from "./plugins/photon-persistent-disk.plugin.ts";
import type { VolumePlugin } from "./plugins/plugin.ts";
import { portworxVolume } from "./plugins/portworx-volume.plugin.ts";
import { projected } from "./plugins/projected.plugin.ts";
import { quobyte } from "./plugins/quobyte.plugin.ts";
import { rbd } from "./plugins/rbd.plugin.ts";
import { scaleIo } from "./plugins/scale-io.plugin.ts";
import { secret } from "./plugins/secret.plugin.ts";
import { storageos } from "./plugins/storageos.plugin.ts";
import { vsphereVolume } from "./plugins/vsphere-volume.plugin.ts";
import type { VolumeSourceParts, VolumeSourceType } from "./volume-source.mapping.ts";

/** Every plugin that Kubernetes knows or has known. */
export const volumePlugins: readonly VolumePlugin[] = [
  awsElasticBlockStore,
  azureDisk,
  azureFile,
  cephfs,
  cinder,
  configMap,
  csi,
  downwardApi,
  emptyDir,
  ephemeral,
  fc,
  flexVolume,
  flocker,
  gcePersistentDisk,
  gitRepo,
  glusterfs,
  hostPath,
  image,
  iscsi,
  local,
  nfs,
  persistentVolumeClaim,
  photonPersistentDisk,
  portworxVolume,
  projected,
  quobyte,
  rbd,
  scaleIo,
  secret,
  storageos,
  vsphereVolume,
];

const bySource: ReadonlyMap<VolumeSourceType, VolumePlugin> = new Map(
  volumePlugins.map((plugin) => [plugin.source, plugin]),
);

/** How a plugin can mount by itself; null where its driver or its claim decides, and for one that is not known. */
export function pluginModesOf({ type, attributes }: VolumeSourceParts): readonly VolumeAccessMode[] | null {
  return bySource.get(type)?.accessModes(attributes) ?? null;
}

/**
 * Whether several nodes can have it at once: one writes and the others see it, or nobody writes and all of them read. A disk that many may
 * have for reading is none as long as somebody writes to it.
 */
export function isShareable(modes: readonly VolumeAccessMode[]): boolean {
  if (modes.includes(VolumeAccessMode.READ_WRITE_MANY)) return true;
  return modes.length > 0 && modes.every((mode) => mode === VolumeAccessMode.READ_ONLY_MANY);
}
