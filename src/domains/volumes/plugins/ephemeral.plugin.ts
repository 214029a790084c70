import { accessModesOf } from "../access-mode.type.ts";
import type { ClaimSpecManifest } from "../volume.manifest.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { bytes, definePlugin, text } from "./plugin.ts";

export const ephemeral = definePlugin({
  source: VolumeSourceType.EPHEMERAL,
  name: "Ephemeral",
  description: "A claim that lives as long as the pod.",
  accessModes: ({ volumeClaimTemplate }) => {
    const template = volumeClaimTemplate as { readonly spec?: ClaimSpecManifest } | undefined;
    return template?.spec?.accessModes ? accessModesOf(template.spec.accessModes) : null;
  },
  settings: {
    storageClassName: text(
      "Storage class of the claim; null: the default one.",
      "volumeClaimTemplate.spec.storageClassName",
    ),
    requested: text(
      "How much the claim asks for, as it was written.",
      "volumeClaimTemplate.spec.resources.requests.storage",
    ),
    requestedBytes: bytes("The same in bytes.", "volumeClaimTemplate.spec.resources.requests.storage"),
  },
});
