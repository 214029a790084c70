import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const azureFile = definePlugin({
  source: VolumeSourceType.AZURE_FILE,
  name: "AzureFile",
  description: "A file share of Azure.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE, VolumeAccessMode.READ_ONLY_MANY, VolumeAccessMode.READ_WRITE_MANY],
  settings: {
    shareName: text("Name of the share."),
    secretName: text("Name of the Secret with its credentials."),
    secretNamespace: text("Namespace of that Secret; null: that of the pod or the claim."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
