import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, texts } from "./plugin.ts";

export const cephfs = definePlugin({
  source: VolumeSourceType.CEPHFS,
  name: "Cephfs",
  description: "A Ceph file system.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY, VolumeAccessMode.READ_WRITE_MANY],
  settings: {
    monitors: texts("Addresses of the monitors."),
    path: text("The folder that is mounted; null: the root."),
    user: text("As whom it is mounted."),
    secretFile: text("Path of the key on the node."),
    secretName: text("Name of the Secret with its credentials.", "secretRef.name"),
    secretNamespace: text("Namespace of that Secret; null: that of the pod.", "secretRef.namespace"),
    readOnly: flag("It is mounted for reading alone."),
  },
});
