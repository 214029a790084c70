import type { Descriptor } from "./image.ts";

/** What a registry is asked for: the forms of today, and Docker's of before. */
export const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
] as const;

export interface ImageManifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** Where the image is that an index has for the platform that is looked at. */
export interface IndexManifest {
  readonly chosen: Descriptor;
}

const digestForm = /^sha(256|512):[0-9a-f]{64,128}$/;
const mostLayers = 1_000;

/** Throws an Error, in words for the log, for what is neither. */
export function parseManifest(body: Buffer): ImageManifest | IndexManifest {
  const value: unknown = JSON.parse(body.toString("utf8"));
  if (!isObject(value)) throw new Error("a manifest must be an object");
  if (Array.isArray(value.manifests)) return { chosen: choose(value.manifests) };
  if (!Array.isArray(value.layers)) throw new Error("it is neither an image nor an index");
  if (value.layers.length > mostLayers) throw new Error(`it has more than ${mostLayers} layers`);
  return { config: descriptorOf(value.config), layers: value.layers.map(descriptorOf) };
}

interface Listed {
  readonly platform?: { readonly os?: unknown; readonly architecture?: unknown };
}

function choose(manifests: readonly unknown[]): Descriptor {
  const forLinux = manifests.filter((each) => isObject(each) && (each as Listed).platform?.os === "linux");
  const chosen =
    forLinux.find((each) => (each as Listed).platform?.architecture === "amd64") ?? forLinux[0] ?? manifests[0];
  if (chosen === undefined) throw new Error("the index is empty");
  return descriptorOf(chosen);
}

function descriptorOf(value: unknown): Descriptor {
  if (!isObject(value)) throw new Error("a descriptor must be an object");
  const { mediaType, digest, size } = value;
  if (typeof digest !== "string" || !digestForm.test(digest)) throw new Error("a descriptor has no digest");
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) throw new Error("a descriptor has no size");
  return { mediaType: typeof mediaType === "string" ? mediaType : "", digest, size };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
