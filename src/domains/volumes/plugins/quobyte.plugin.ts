import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const quobyte = definePlugin({
  source: VolumeSourceType.QUOBYTE,
  name: "Quobyte",
  description: "A volume of Quobyte.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY, VolumeAccessMode.READ_WRITE_MANY],
  settings: {
    registry: text("Addresses of the registry."),
    volume: text("Name of the volume."),
    user: text("As which user it is mounted."),
    group: text("As which group it is mounted."),
    tenant: text("The tenant that owns it."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
