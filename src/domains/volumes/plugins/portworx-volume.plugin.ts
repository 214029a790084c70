import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const portworxVolume = definePlugin({
  source: VolumeSourceType.PORTWORX_VOLUME,
  name: "PortworxVolume",
  description: "A volume of Portworx.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_WRITE_MANY],
  settings: {
    volumeId: text("Id of the volume.", "volumeID"),
    fsType: text("Type of the file system on it, as in `ext4`."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
