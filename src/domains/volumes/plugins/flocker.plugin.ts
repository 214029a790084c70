import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, text } from "./plugin.ts";

export const flocker = definePlugin({
  source: VolumeSourceType.FLOCKER,
  name: "Flocker",
  description: "A dataset of Flocker.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    datasetName: text("Name of the dataset."),
    datasetUuid: text("Id of the dataset.", "datasetUUID"),
  },
});
