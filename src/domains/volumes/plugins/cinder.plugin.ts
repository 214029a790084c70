import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const cinder = definePlugin({
  source: VolumeSourceType.CINDER,
  name: "Cinder",
  description: "A disk of OpenStack.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    volumeId: text("Id of the disk.", "volumeID"),
    fsType: text("Type of the file system on it, as in `ext4`."),
    secretName: text("Name of the Secret with its credentials.", "secretRef.name"),
    secretNamespace: text("Namespace of that Secret; null: that of the pod.", "secretRef.namespace"),
    readOnly: flag("It is mounted for reading alone."),
  },
});
