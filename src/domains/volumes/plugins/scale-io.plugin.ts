import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const scaleIo = definePlugin({
  source: VolumeSourceType.SCALE_IO,
  name: "ScaleIo",
  description: "A volume of ScaleIO.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    gateway: text("Address of the gateway."),
    system: text("Name of the system."),
    protectionDomain: text("The protection domain."),
    storagePool: text("The storage pool."),
    storageMode: text("`ThickProvisioned` or `ThinProvisioned`."),
    volumeName: text("Name of the volume."),
    sslEnabled: flag("The gateway is spoken to by TLS."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    secretName: text("Name of the Secret with its credentials.", "secretRef.name"),
    secretNamespace: text("Namespace of that Secret; null: that of the pod.", "secretRef.namespace"),
    readOnly: flag("It is mounted for reading alone."),
  },
});
