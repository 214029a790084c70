import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, text } from "./plugin.ts";

export const hostPath = definePlugin({
  source: VolumeSourceType.HOST_PATH,
  name: "HostPath",
  description: "A path of the node.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    path: text("The path."),
    type: text("What must be there, as in `DirectoryOrCreate`; empty: anything."),
  },
});
