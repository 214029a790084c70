import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";

/** Where the content of a volume comes from: one key for the plugin, and its settings. Everything else is beside it. */
export type VolumeSourceManifest = Readonly<Record<string, unknown>>;

/** A volume as a pod declares it. */
export interface PodVolumeManifest extends VolumeSourceManifest {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly ephemeral?: { readonly volumeClaimTemplate?: { readonly spec?: ClaimSpecManifest } };
}

interface MountingContainer {
  readonly name: string;
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
  readonly volumeDevices?: readonly { readonly name: string; readonly devicePath: string }[];
}

/** What is read of the spec of a pod, or of a template of pods, about its volumes. */
export interface VolumesSpec {
  readonly volumes?: readonly PodVolumeManifest[];
  readonly containers?: readonly MountingContainer[];
  readonly initContainers?: readonly MountingContainer[];
}

export interface ClaimSpecManifest {
  readonly accessModes?: readonly string[];
  readonly storageClassName?: string;
  readonly volumeName?: string;
  readonly volumeMode?: string;
  readonly resources?: { readonly requests?: { readonly storage?: string } };
}

export interface ClaimManifest extends Manifest {
  readonly spec?: ClaimSpecManifest;
  readonly status?: {
    readonly phase?: string;
    readonly accessModes?: readonly string[];
    readonly capacity?: { readonly storage?: string };
    readonly conditions?: readonly ConditionManifest[];
  };
}

interface NodeRequirementManifest {
  readonly key: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

export interface NodeSelectorTermManifest {
  readonly matchExpressions?: readonly NodeRequirementManifest[];
  readonly matchFields?: readonly NodeRequirementManifest[];
}

export interface VolumeManifest extends Manifest {
  readonly spec?: VolumeSourceManifest & {
    readonly accessModes?: readonly string[];
    readonly capacity?: { readonly storage?: string };
    readonly claimRef?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
    readonly mountOptions?: readonly string[];
    readonly persistentVolumeReclaimPolicy?: string;
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly nodeAffinity?: {
      readonly required?: { readonly nodeSelectorTerms?: readonly NodeSelectorTermManifest[] };
    };
  };
  readonly status?: { readonly phase?: string; readonly reason?: string; readonly message?: string };
}

export interface StorageClassManifest extends Manifest {
  readonly provisioner?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
}
