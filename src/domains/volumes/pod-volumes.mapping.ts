import { podSpecOf as templateOf } from "../configs/index.ts";
import type { Manifest } from "../context.ts";
import type { ClaimSpecManifest, PodVolumeManifest, VolumesSpec } from "./volume.manifest.ts";
import { type VolumeSourceParts, volumeSourceOf } from "./volume-source.mapping.ts";

interface ClaimTemplateManifest {
  readonly metadata?: { readonly name?: string };
  readonly spec?: ClaimSpecManifest;
}

/** What is read of a StatefulSet, which makes claims for its pods. */
interface ClaimingManifest extends Manifest {
  readonly spec?: {
    readonly replicas?: number;
    readonly ordinals?: { readonly start?: number };
    readonly volumeClaimTemplates?: readonly ClaimTemplateManifest[];
  };
}

/** Where one container has a volume. */
export interface VolumeMountParts {
  readonly container: string;
  readonly path: string;
  readonly readOnly: boolean;
  readonly subPath: string | null;
  /** As a raw device. */
  readonly device: boolean;
}

/** A volume that pods are to have, before it is known what it is. */
export interface DeclaredVolume {
  readonly name: string;
  readonly mounts: readonly VolumeMountParts[];
  readonly source: VolumeSourceParts;
  /** The claims that it stands for: one; of a StatefulSet's template one for each pod; none for other volumes. */
  readonly claimNames: readonly string[];
  /** How claims are made that are not there yet. */
  readonly template: ClaimSpecManifest | null;
}

/** Of a StatefulSet so many pods are looked at: those after them are made from the same template. */
const MAX_ORDINALS = 50;

/** The spec of the pods that an object is, or makes; undefined for kinds that make none. */
export function podSpecOf(object: Manifest): VolumesSpec | undefined {
  return templateOf(object) as VolumesSpec | undefined;
}

/** Name of the claim that a volume of a pod stands for; null where it stands for none. */
export function claimNameOf({ name, persistentVolumeClaim, ephemeral }: PodVolumeManifest, pod: string): string | null {
  if (persistentVolumeClaim) return persistentVolumeClaim.claimName ?? null;
  return ephemeral ? `${pod}-${name}` : null;
}

/** Where containers have a volume, each path once. */
export function mountPathsOf({ mounts }: DeclaredVolume): readonly string[] {
  return [...new Set(mounts.map(({ path }) => path))];
}

/** Names of the claims that the pods of an object use, in the order of its volumes. Each change of each workload asks for it. */
export function claimNamesOf(object: Manifest): readonly string[] {
  const volumes = podSpecOf(object)?.volumes ?? [];
  if (object.kind === "Pod") {
    return [...new Set(volumes.flatMap((volume) => claimNameOf(volume, object.metadata.name) ?? []))];
  }
  const hasClaims = volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim);
  if (!hasClaims && !(object as ClaimingManifest).spec?.volumeClaimTemplates) return [];
  return [...new Set(declaredVolumesOf(object).flatMap(({ claimNames }) => claimNames))];
}

export function declaredVolumesOf(object: Manifest): readonly DeclaredVolume[] {
  const spec = podSpecOf(object);
  const mounts = mountsOf(spec);
  const templates = (object as ClaimingManifest).spec?.volumeClaimTemplates ?? [];
  const named = new Set(templates.map(({ metadata }) => metadata?.name));
  const declared = (spec?.volumes ?? [])
    // The claim of a template takes the place of a volume of the same name.
    .filter(({ name }) => !named.has(name))
    .map((volume): DeclaredVolume => {
      const claim = volume.persistentVolumeClaim?.claimName;
      return {
        name: volume.name,
        mounts: mounts.get(volume.name) ?? [],
        source: volumeSourceOf(volume),
        claimNames: claim === undefined ? [] : [claim],
        template: null,
      };
    });
  const claimed = templates.flatMap(({ metadata, spec: template }): DeclaredVolume[] => {
    const name = metadata?.name;
    if (!name) return [];
    const claimNames = ordinalsOf(object).map((ordinal) => `${name}-${object.metadata.name}-${ordinal}`);
    const source: VolumeSourceParts = { type: "persistentVolumeClaim", attributes: {} };
    return [{ name, mounts: mounts.get(name) ?? [], source, claimNames, template: template ?? {} }];
  });
  return [...declared, ...claimed];
}

function ordinalsOf(object: Manifest): readonly number[] {
  const { spec } = object as ClaimingManifest;
  const start = spec?.ordinals?.start ?? 0;
  return Array.from({ length: Math.min(spec?.replicas ?? 1, MAX_ORDINALS) }, (_, index) => start + index);
}

/** The mounts of each volume, in the order of the containers. */
function mountsOf(spec: VolumesSpec | undefined): ReadonlyMap<string, readonly VolumeMountParts[]> {
  const mounts = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(
    ({
      name: container,
      volumeMounts = [],
      volumeDevices = [],
    }): (VolumeMountParts & { readonly volume: string })[] => [
      ...volumeMounts.map(({ name, mountPath, readOnly, subPath, subPathExpr }) => ({
        volume: name,
        container,
        path: mountPath,
        readOnly: readOnly ?? false,
        subPath: subPath || subPathExpr || null,
        device: false,
      })),
      ...volumeDevices.map(({ name, devicePath }) => {
        return { volume: name, container, path: devicePath, readOnly: false, subPath: null, device: true };
      }),
    ],
  );
  return Map.groupBy(mounts, ({ volume }) => volume);
}
