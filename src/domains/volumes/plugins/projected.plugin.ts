import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, texts, whole } from "./plugin.ts";

export const projected = definePlugin({
  source: VolumeSourceType.PROJECTED,
  name: "Projected",
  description: "ConfigMaps, Secrets, tokens and the downward API in one directory.",
  accessModes: ({ sources }) => {
    const ofThePod = (each: object) =>
      "serviceAccountToken" in each || "downwardAPI" in each || "podCertificate" in each;
    const parts = Array.isArray(sources) ? sources.filter((each) => typeof each === "object" && each !== null) : [];
    return [parts.some(ofThePod) ? VolumeAccessMode.READ_WRITE_ONCE : VolumeAccessMode.READ_ONLY_MANY];
  },
  settings: {
    configMaps: texts("Names of the ConfigMaps in it.", "sources[].configMap.name"),
    secrets: texts("Names of the Secrets in it.", "sources[].secret.name"),
    serviceAccountTokens: texts("Paths of the tokens in it.", "sources[].serviceAccountToken.path"),
    downwardApiPaths: texts("Paths of what the pod is told of itself.", "sources[].downwardAPI.items[].path"),
    defaultMode: whole("Permission bits of the files, as a decimal number."),
  },
});
