import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, whole } from "./plugin.ts";

export const gcePersistentDisk = definePlugin({
  source: VolumeSourceType.GCE_PERSISTENT_DISK,
  name: "GcePersistentDisk",
  description: "A disk of Google Compute Engine.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    pdName: text("Name of the disk."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    partition: whole("Number of the partition; null or 0: the whole disk."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
