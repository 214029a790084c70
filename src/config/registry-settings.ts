import { type Field, text } from "./field.ts";
import { addressWithoutPath, caFile, timeoutMs } from "./integration-settings.ts";
import { object, optional, required } from "./object-field.ts";

/** A registry of images that is asked what images have in them. */
export interface RegistrySettings {
  readonly host: string;
  /** Absent: `https://` and the host. */
  readonly url?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly timeoutMs: number;
}

/** An item of `registries`. */
export const registryField: Field<RegistrySettings> = object<RegistrySettings>(
  {
    host: required(
      text({
        takes: "a host as in names of images, in small letters",
        pattern: /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/,
      }),
      {
        description: "The registry as it stands in the names of images: `registry.example.com:5000`, `docker.io`.",
        reason: "No other registry is ever asked: names of images come from whoever may make a pod.",
      },
    ),
    url: optional(addressWithoutPath, {
      description: "Where its API (OCI distribution) is.",
      reason: "Docker's is elsewhere than its name says, and one within the house may speak plain HTTP.",
      byDefault: "`https://` and the host",
    }),
    username: optional(text(), {
      description: "Who the gateway is there.",
      reason: "Most registries show private images to those alone whom they know.",
      byDefault: "nobody: what the registry shows to everyone",
    }),
    passwordFile: optional(text(), {
      description:
        "The file with the password or token of `username`. Read anew when it is needed. A path in a file is relative to that file.",
      reason: "A secret does not belong into a file of settings, and changes more often.",
      byDefault: "no password",
    }),
    caFile,
    timeoutMs: timeoutMs({
      description: "How long one answer is waited for; a layer, which is read through, for ten times as long.",
      reason: "A registry that is away should not keep anybody waiting for what the clusters say.",
    }),
  },
  {
    check: ({ username, passwordFile }) =>
      passwordFile !== undefined && username === undefined
        ? "has a passwordFile, and no username to go with it"
        : undefined,
  },
);
