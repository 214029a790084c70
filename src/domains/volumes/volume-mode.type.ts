import { registerEnumType } from "../../graphql/index.ts";

export const VolumeMode = { FILESYSTEM: "Filesystem", BLOCK: "Block" } as const;
export type VolumeMode = (typeof VolumeMode)[keyof typeof VolumeMode];

registerEnumType(VolumeMode, {
  name: "VolumeMode",
  description: "As what a volume is mounted.",
  valuesConfig: {
    FILESYSTEM: { description: "As a folder of files." },
    BLOCK: { description: "As a raw device." },
  },
});

/** A file system where nothing is said, as the API server reads it. */
export function volumeModeOf(mode: string | undefined): VolumeMode {
  return mode === VolumeMode.BLOCK ? VolumeMode.BLOCK : VolumeMode.FILESYSTEM;
}
