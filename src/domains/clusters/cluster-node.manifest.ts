import type { Manifest } from "../context.ts";
import type { AmountsManifest, ConditionManifest } from "../resources/index.ts";

/** What is read of the manifest of a Node. */
export interface NodeManifest extends Manifest {
  readonly spec?: {
    readonly providerID?: string;
    readonly podCIDR?: string;
    readonly podCIDRs?: readonly string[];
    readonly unschedulable?: boolean;
    readonly taints?: readonly TaintManifest[];
  };
  readonly status?: {
    readonly capacity?: AmountsManifest;
    readonly allocatable?: AmountsManifest;
    readonly conditions?: readonly ConditionManifest[];
    readonly addresses?: readonly NodeAddressManifest[];
    readonly nodeInfo?: NodeInfoManifest;
    readonly images?: readonly object[];
  };
}

export interface TaintManifest {
  readonly key: string;
  readonly value?: string;
  readonly effect?: string;
  readonly timeAdded?: string;
}

export interface NodeAddressManifest {
  readonly type?: string;
  readonly address?: string;
}

export interface NodeInfoManifest {
  readonly architecture?: string;
  readonly operatingSystem?: string;
  readonly osImage?: string;
  readonly kernelVersion?: string;
  readonly containerRuntimeVersion?: string;
  readonly kubeletVersion?: string;
}
