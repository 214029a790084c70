import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, text } from "./plugin.ts";

export const vsphereVolume = definePlugin({
  source: VolumeSourceType.VSPHERE_VOLUME,
  name: "VsphereVolume",
  description: "A virtual disk of vSphere.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    volumePath: text("Path of the disk."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    storagePolicyName: text("Name of its storage policy."),
    storagePolicyId: text("Id of its storage policy.", "storagePolicyID"),
  },
});
