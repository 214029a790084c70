import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, texts } from "./plugin.ts";

export const rbd = definePlugin({
  source: VolumeSourceType.RBD,
  name: "Rbd",
  description: "A block device of Ceph.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    monitors: texts("Addresses of the monitors."),
    pool: text("The pool."),
    image: text("The image."),
    user: text("As whom it is mounted."),
    keyring: text("Path of the key on the node."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    secretName: text("Name of the Secret with its credentials.", "secretRef.name"),
    secretNamespace: text("Namespace of that Secret; null: that of the pod.", "secretRef.namespace"),
    readOnly: flag("It is mounted for reading alone."),
  },
});
