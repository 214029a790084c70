import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, text } from "./plugin.ts";

export const image = definePlugin({
  source: VolumeSourceType.IMAGE,
  name: "Image",
  description: "The content of an image.",
  accessModes: [VolumeAccessMode.READ_ONLY_MANY],
  settings: {
    reference: text("The image, as in `registry.example.com/shop/app:1.4`."),
    pullPolicy: text("`Always`, `IfNotPresent` or `Never`."),
  },
});
