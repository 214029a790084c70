import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, texts, whole } from "./plugin.ts";

export const configMap = definePlugin({
  source: VolumeSourceType.CONFIG_MAP,
  name: "ConfigMap",
  description: "The data of a ConfigMap, as files.",
  accessModes: [VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    name: text("Name of the ConfigMap."),
    keys: texts("The keys that are files; null: all.", "items[].key"),
    optional: flag("The pod starts without it, too."),
    defaultMode: whole("Permission bits of the files, as a decimal number."),
  },
});
