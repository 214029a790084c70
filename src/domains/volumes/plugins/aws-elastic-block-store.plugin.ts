import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, flag, text, whole } from "./plugin.ts";

export const awsElasticBlockStore = definePlugin({
  source: VolumeSourceType.AWS_ELASTIC_BLOCK_STORE,
  name: "AwsElasticBlockStore",
  description: "A disk of AWS.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    volumeId: text("Id of the disk.", "volumeID"),
    fsType: text("Type of the file system on it, as in `ext4`."),
    partition: whole("Number of the partition; null or 0: the whole disk."),
    readOnly: flag("It is mounted for reading alone."),
  },
});
