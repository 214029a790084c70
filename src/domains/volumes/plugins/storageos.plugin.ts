import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const storageos = definePlugin({
  source: VolumeSourceType.STORAGEOS,
  name: "Storageos",
  description: "A volume of StorageOS.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    volumeName: text("Name of the volume."),
    volumeNamespace: text("Its namespace within StorageOS; null: that of the pod or the claim."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    secretName: text("Name of the Secret with its credentials.", "secretRef.name"),
    secretNamespace: text("Namespace of that Secret; null: that of the pod.", "secretRef.namespace"),
    readOnly: flag("It is mounted for reading alone."),
  },
});
