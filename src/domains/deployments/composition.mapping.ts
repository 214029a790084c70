import type { DeploymentManifest } from "./deployment.manifest.ts";

/** On a deployment: which of its containers is the base, and what carries the artifact, by their names. */
export const COMPOSITION = "fairway.dev/composition";

export const ArtifactCarrier = { INIT_CONTAINER: "INIT_CONTAINER", IMAGE_VOLUME: "IMAGE_VOLUME" } as const;
export type ArtifactCarrier = (typeof ArtifactCarrier)[keyof typeof ArtifactCarrier];

/** Where an init container finds the volume that it fills. */
export const FILLED = "/fairway/artifact";

/** What a deployment is composed of, as its template says it now. */
export interface ComposedOf {
  readonly carrier: ArtifactCarrier;
  /** Name of the container that runs the base image. */
  readonly container: string;
  readonly baseImage: string;
  /** Name of the init container, or of the volume. */
  readonly artifact: string;
  readonly artifactImage: string;
  /** The folder of the artifact image whose content is taken. */
  readonly path: string;
  /** Where in the base container that content is. */
  readonly mountPath: string;
}

interface MountManifest {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
}

interface MountingManifest {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly volumeMounts?: readonly MountManifest[];
}

interface ComposedSpec {
  readonly containers?: readonly MountingManifest[];
  readonly initContainers?: readonly MountingManifest[];
  readonly volumes?: readonly { readonly name: string; readonly image?: { readonly reference?: string } }[];
}

/** How an init container copies the content of a folder. */
export function copyCommand(path: string): readonly string[] {
  return ["cp", "-R", `${path}/.`, FILLED];
}

/** Null for what is not composed, or was changed so that it is not what its annotation says any more. */
export function composedOf({ metadata, spec }: DeploymentManifest): ComposedOf | null {
  const names = namesOf(metadata.annotations?.[COMPOSITION]);
  if (names === null) return null;
  const { containers = [], initContainers = [], volumes = [] }: ComposedSpec = spec?.template?.spec ?? {};
  const base = containers.find(({ name }) => name === names.base);
  const volume = volumes.find(({ name }) => name === names.artifact);
  const mount = base?.volumeMounts?.find(({ name }) => name === names.artifact);
  if (!base || !volume || !mount) return null;
  const shared = {
    container: base.name,
    baseImage: base.image ?? "",
    artifact: names.artifact,
    mountPath: mount.mountPath,
  };
  if (volume.image) {
    const path = `/${mount.subPath ?? ""}`;
    return { ...shared, carrier: "IMAGE_VOLUME", artifactImage: volume.image.reference ?? "", path };
  }
  const carrier = initContainers.find(({ name }) => name === names.artifact);
  const path = carrier?.command?.[2]?.replace(/\/\.$/, "");
  if (!carrier || path === undefined || carrier.command?.join("\0") !== copyCommand(path).join("\0")) return null;
  return { ...shared, carrier: "INIT_CONTAINER", artifactImage: carrier.image ?? "", path };
}

function namesOf(annotation: string | undefined): { readonly base: string; readonly artifact: string } | null {
  if (annotation === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(annotation);
  } catch {
    return null;
  }
  const { base, artifact } = Object(value) as { readonly base?: unknown; readonly artifact?: unknown };
  return typeof base === "string" && typeof artifact === "string" ? { base, artifact } : null;
}
