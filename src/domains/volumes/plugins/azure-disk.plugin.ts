import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const azureDisk = definePlugin({
  source: VolumeSourceType.AZURE_DISK,
  name: "AzureDisk",
  description: "A disk of Azure.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    diskName: text("Name of the disk."),
    diskUri: text("Address of the disk.", "diskURI"),
    kind: text("`Shared`, `Dedicated` or `Managed`."),
    cachingMode: text("`None`, `ReadOnly` or `ReadWrite`."),
    fsType: text("Type of the file system on it, as in `ext4`."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
