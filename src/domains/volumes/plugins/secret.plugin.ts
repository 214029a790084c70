import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, texts, whole } from "./plugin.ts";

export const secret = definePlugin({
  source: VolumeSourceType.SECRET,
  name: "Secret",
  description: "The data of a Secret, as files.",
  accessModes: [VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    secretName: text("Name of the Secret."),
    keys: texts("The keys that are files; null: all.", "items[].key"),
    optional: flag("The pod starts without it, too."),
    defaultMode: whole("Permission bits of the files, as a decimal number."),
  },
});
