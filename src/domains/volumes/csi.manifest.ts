import type { Manifest } from "../context.ts";

export interface CsiDriverManifest extends Manifest {
  readonly spec?: {
    readonly attachRequired?: boolean;
    readonly podInfoOnMount?: boolean;
    readonly storageCapacity?: boolean;
    readonly fsGroupPolicy?: string;
    readonly volumeLifecycleModes?: readonly string[];
  };
}

/** One driver as a node has it. */
export interface NodeDriverManifest {
  readonly name: string;
  readonly nodeID?: string;
  readonly topologyKeys?: readonly string[] | null;
  readonly allocatable?: { readonly count?: number };
}

export interface CsiNodeManifest extends Manifest {
  readonly spec?: { readonly drivers?: readonly NodeDriverManifest[] };
}
