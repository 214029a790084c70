import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const glusterfs = definePlugin({
  source: VolumeSourceType.GLUSTERFS,
  name: "Glusterfs",
  description: "A Gluster volume.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY, VolumeAccessMode.READ_WRITE_MANY],
  settings: {
    endpoints: text("Name of the Endpoints with its servers."),
    endpointsNamespace: text("Namespace of these; null: that of the pod or the claim."),
    path: text("Name of the volume."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
