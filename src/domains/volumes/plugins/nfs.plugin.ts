import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const nfs = definePlugin({
  source: VolumeSourceType.NFS,
  name: "Nfs",
  description: "An NFS export.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY, VolumeAccessMode.READ_WRITE_MANY],
  settings: {
    server: text("Name or address of the server."),
    path: text("The path that it exports."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
