import type { ClaimManifest, ClaimSpecManifest, NodeSelectorTermManifest, VolumeManifest } from "./volume.manifest.ts";
import { isShareable, pluginModesOf } from "./volume-plugins.ts";
import { type VolumeSourceParts, type VolumeSourceType, volumeSourceOf } from "./volume-source.mapping.ts";

/** From what lets a workload go anywhere to what ties it to a node. */
export const DataPlacement = {
  NONE: "NONE",
  SHARED: "SHARED",
  DETACHABLE: "DETACHABLE",
  NODE_LOCAL: "NODE_LOCAL",
} as const;
export type DataPlacement = (typeof DataPlacement)[keyof typeof DataPlacement];

const strictness: readonly DataPlacement[] = ["NONE", "SHARED", "DETACHABLE", "NODE_LOCAL"];

/** Claims and persistent volumes as far as they are known: null for one that is not there, or may not be seen. */
export interface KnownVolumes {
  readonly claim: ClaimManifest | null;
  readonly volume: VolumeManifest | null;
}

/** What ends with the pod, or is a copy of what is kept elsewhere. */
const withoutData: ReadonlySet<VolumeSourceType> = new Set<VolumeSourceType>([
  "configMap",
  "downwardAPI",
  "emptyDir",
  // Its claim is deleted with the pod.
  "ephemeral",
  "gitRepo",
  "image",
  "projected",
  "secret",
]);
const nodeLocal: ReadonlySet<VolumeSourceType> = new Set<VolumeSourceType>(["hostPath", "local"]);

/** Where the data of a volume is that a pod declares; null where that depends on a claim that is not known. */
export function placementOfPodVolume(source: VolumeSourceParts, known: KnownVolumes): DataPlacement | null {
  const { type } = source;
  if (type === "persistentVolumeClaim") return known.claim && placementOfClaim(known.claim.spec, known.volume);
  // Of a CSI driver without a claim: made for the pod, and gone with it.
  if (type === "csi" || withoutData.has(type)) return "NONE";
  return placementOfSource(source);
}

/**
 * Where the data of a claim is: by its volume; while there is none, or it may not be seen, by how the claim wants it to be
 * mounted.
 */
export function placementOfClaim(claim: ClaimSpecManifest | undefined, volume: VolumeManifest | null): DataPlacement {
  if (!volume) return placementOfModes(claim?.accessModes);
  const { spec } = volume;
  const { type } = volumeSourceOf(spec);
  if (nodeLocal.has(type) || isOfOneNode(spec?.nodeAffinity?.required?.nodeSelectorTerms)) return "NODE_LOCAL";
  return placementOfModes(spec?.accessModes);
}

/** The one that ties a workload most; null where one that is not known might tie it more. */
export function strictest(placements: readonly (DataPlacement | null)[]): DataPlacement | null {
  const known = placements.filter((each) => each !== null);
  const found = known.reduce(
    (a, b) => (strictness.indexOf(b) > strictness.indexOf(a) ? b : a),
    "NONE" as DataPlacement,
  );
  return found === "NODE_LOCAL" || known.length === placements.length ? found : null;
}

function placementOfSource(source: VolumeSourceParts): DataPlacement {
  if (nodeLocal.has(source.type)) return "NODE_LOCAL";
  return isShareable(pluginModesOf(source) ?? []) ? "SHARED" : "DETACHABLE";
}

function placementOfModes(modes: readonly string[] | undefined): DataPlacement {
  return modes?.some((mode) => mode === "ReadWriteMany" || mode === "ReadOnlyMany") ? "SHARED" : "DETACHABLE";
}

/** What drivers of local disks say of their volumes. Zones and regions have many nodes, and so have terms of which any may hold. */
function isOfOneNode(terms: readonly NodeSelectorTermManifest[] | undefined): boolean {
  const nodes = (terms ?? []).map(nodeOfTerm);
  return nodes.length > 0 && nodes.every((node) => node !== null && node === nodes[0]);
}

/** The one that a term leaves; null where it leaves several. */
function nodeOfTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTermManifest): string | null {
  const found = [
    ...matchExpressions.filter(({ key }) => key === "kubernetes.io/hostname" || key.endsWith("/node")),
    ...matchFields.filter(({ key }) => key === "metadata.name"),
  ].find(({ operator = "In", values }) => operator === "In" && values?.length === 1);
  return found?.values?.[0] ?? null;
}
