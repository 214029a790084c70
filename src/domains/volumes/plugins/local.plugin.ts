import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, text } from "./plugin.ts";

export const local = definePlugin({
  source: VolumeSourceType.LOCAL,
  name: "Local",
  description: "A disk or directory of one node.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    path: text("The path on the node."),
    fsType: text("Type of the file system on it, as in `ext4`."),
  },
});
