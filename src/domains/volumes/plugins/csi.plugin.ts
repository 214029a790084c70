import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, map, text } from "./plugin.ts";

export const csi = definePlugin({
  source: VolumeSourceType.CSI,
  name: "Csi",
  description: "A driver of the Container Storage Interface; `driver` names it.",
  accessModes: ({ volumeHandle }) =>
    // Without one it is made for the pod that names it, and goes with it.
    volumeHandle === undefined ? [VolumeAccessMode.READ_WRITE_ONCE] : null,
  settings: {
    driver: text("Name of the driver."),
    volumeHandle: text("The driver's name of the volume; null for one that is made for the pod."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    volumeAttributes: map("What the driver is told of the volume."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
