import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { bytes, definePlugin, text } from "./plugin.ts";

export const emptyDir = definePlugin({
  source: VolumeSourceType.EMPTY_DIR,
  name: "EmptyDir",
  description: "A directory that lives as long as the pod.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    medium: text("`Memory`, `HugePages`, or empty: the disk of the node."),
    sizeLimit: text("How much it may hold, as it was written."),
    sizeLimitBytes: bytes("The same in bytes.", "sizeLimit"),
  },
});
