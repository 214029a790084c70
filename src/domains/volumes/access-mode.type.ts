import { registerEnumType } from "../../graphql/index.ts";

export const VolumeAccessMode = {
  READ_WRITE_ONCE: "ReadWriteOnce",
  READ_ONLY_MANY: "ReadOnlyMany",
  READ_WRITE_MANY: "ReadWriteMany",
  READ_WRITE_ONCE_POD: "ReadWriteOncePod",
} as const;
export type VolumeAccessMode = (typeof VolumeAccessMode)[keyof typeof VolumeAccessMode];

registerEnumType(VolumeAccessMode, {
  name: "VolumeAccessMode",
  description: "How a volume can be mounted.",
  valuesConfig: {
    READ_WRITE_ONCE: { description: "For reading and writing, by one node." },
    READ_ONLY_MANY: { description: "For reading, by many nodes." },
    READ_WRITE_MANY: { description: "For reading and writing, by many nodes." },
    READ_WRITE_ONCE_POD: { description: "For reading and writing, by one pod." },
  },
});

const known: ReadonlySet<string> = new Set(Object.values(VolumeAccessMode));

/** What a newer API server may have beside them has no name here; `raw` shows it. */
export function accessModesOf(modes: readonly string[] | undefined): readonly VolumeAccessMode[] {
  return (modes ?? []).filter((mode): mode is VolumeAccessMode => known.has(mode));
}
