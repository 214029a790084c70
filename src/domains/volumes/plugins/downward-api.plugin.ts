import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, texts, whole } from "./plugin.ts";

export const downwardApi = definePlugin({
  source: VolumeSourceType.DOWNWARD_API,
  name: "DownwardApi",
  description: "What the pod is told of itself, as files.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    paths: texts("Paths of the files.", "items[].path"),
    defaultMode: whole("Permission bits of the files, as a decimal number."),
  },
});
