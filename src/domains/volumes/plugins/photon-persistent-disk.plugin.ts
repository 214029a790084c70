import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, text } from "./plugin.ts";

export const photonPersistentDisk = definePlugin({
  source: VolumeSourceType.PHOTON_PERSISTENT_DISK,
  name: "PhotonPersistentDisk",
  description: "A disk of VMware Photon.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    pdId: text("Id of the disk.", "pdID"),
    fsType: text("Type of the file system on it, as in `ext4`."),
  },
});
