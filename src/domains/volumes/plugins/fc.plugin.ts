import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, texts, whole } from "./plugin.ts";

export const fc = definePlugin({
  source: VolumeSourceType.FC,
  name: "Fc",
  description: "A Fibre Channel device.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    targetWwns: texts("World wide names of the targets.", "targetWWNs"),
    wwids: texts("World wide identifiers of the device."),
    lun: whole("Number of the logical unit."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
