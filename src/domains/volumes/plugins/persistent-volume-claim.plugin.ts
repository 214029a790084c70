import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text } from "./plugin.ts";

export const persistentVolumeClaim = definePlugin({
  source: VolumeSourceType.PERSISTENT_VOLUME_CLAIM,
  name: "PersistentVolumeClaim",
  description: "The volume of a claim.",
  accessModes: () => null,
  settings: {
    claimName: text("Name of the claim, in the namespace of the pod."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
