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

/** A volume that pods are to have, before it is known what it is. */
export interface DeclaredVolume {
  readonly name: string;
  readonly mountPaths: readonly string[];
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

export function declaredVolumesOf(object: Manifest): readonly DeclaredVolume[] {
  const spec = podSpecOf(object);
  const paths = mountPathsOf(spec);
  const templates = (object as ClaimingManifest).spec?.volumeClaimTemplates ?? [];
  const named = new Set(templates.map(({ metadata }) => metadata?.name));
  const declared = (spec?.volumes ?? [])
    // The claim of a template takes the place of a volume of the same name.
    .filter(({ name }) => !named.has(name))
    .map((volume): DeclaredVolume => {
      const claim = volume.persistentVolumeClaim?.claimName;
      return {
        name: volume.name,
        mountPaths: paths.get(volume.name) ?? [],
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
    return [{ name, mountPaths: paths.get(name) ?? [], source, claimNames, template: template ?? {} }];
  });
  return [...declared, ...claimed];
}

function ordinalsOf(object: Manifest): readonly number[] {
  const { spec } = object as ClaimingManifest;
  const start = spec?.ordinals?.start ?? 0;
  return Array.from({ length: Math.min(spec?.replicas ?? 1, MAX_ORDINALS) }, (_, index) => start + index);
}

/** Where containers mount each volume, each path once, in the order of the containers. */
function mountPathsOf(spec: VolumesSpec | undefined): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  for (const { volumeMounts = [], volumeDevices = [] } of [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
  ]) {
    const mounted = [
      ...volumeMounts,
      ...volumeDevices.map(({ name, devicePath }) => ({ name, mountPath: devicePath })),
    ];
    for (const { name, mountPath } of mounted) {
      const known = paths.get(name) ?? [];
      if (!known.includes(mountPath)) paths.set(name, [...known, mountPath]);
    }
  }
  return paths;
}
