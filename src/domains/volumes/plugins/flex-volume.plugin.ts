import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, map, text } from "./plugin.ts";

export const flexVolume = definePlugin({
  source: VolumeSourceType.FLEX_VOLUME,
  name: "FlexVolume",
  description: "A FlexVolume driver; `driver` names it.",
  accessModes: () => null,
  settings: {
    driver: text("Name of the driver."),
    options: map("What the driver is told."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    secretName: text("Name of the Secret with its credentials.", "secretRef.name"),
    secretNamespace: text("Namespace of that Secret; null: that of the pod.", "secretRef.namespace"),
    readOnly: flag("It is mounted for reading alone."),
  },
});
