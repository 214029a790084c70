import { VolumeAccessMode } from "../access-mode.type.ts";
import { VolumeSourceType } from "../volume-source.mapping.ts";
import { definePlugin, text } from "./plugin.ts";

export const gitRepo = definePlugin({
  source: VolumeSourceType.GIT_REPO,
  name: "GitRepo",
  description: "A clone of a Git repository.",
  accessModes: [VolumeAccessMode.READ_WRITE_ONCE],
  settings: {
    repository: text("Its address."),
    revision: text("The commit; null: the newest."),
    directory: text("The folder that it is cloned to."),
  },
});
