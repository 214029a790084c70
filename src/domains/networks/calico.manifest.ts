import type { Manifest } from "../context.ts";

interface CalicoRuleManifest {
  readonly action?: string;
  readonly protocol?: string | number;
  readonly source?: CalicoEntityManifest;
  readonly destination?: CalicoEntityManifest;
}

export interface CalicoEntityManifest {
  readonly nets?: readonly string[];
  readonly notNets?: readonly string[];
  readonly selector?: string;
  readonly notSelector?: string;
  readonly namespaceSelector?: string;
  readonly ports?: readonly (string | number)[];
  readonly notPorts?: readonly (string | number)[];
}

export type { CalicoRuleManifest };

/** What is read of Calico's NetworkPolicy, and of its GlobalNetworkPolicy. */
export interface CalicoPolicyManifest extends Manifest {
  readonly spec?: {
    readonly order?: number;
    readonly selector?: string;
    readonly namespaceSelector?: string;
    readonly types?: readonly string[];
    readonly ingress?: readonly CalicoRuleManifest[];
    readonly egress?: readonly CalicoRuleManifest[];
  };
}

export interface NetworkSetManifest extends Manifest {
  readonly spec?: { readonly nets?: readonly string[] };
}

export interface IpPoolManifest extends Manifest {
  readonly spec?: {
    readonly cidr?: string;
    readonly blockSize?: number;
    readonly disabled?: boolean;
    readonly natOutgoing?: boolean;
    readonly ipipMode?: string;
    readonly vxlanMode?: string;
    readonly nodeSelector?: string;
  };
}

export interface BgpPeerManifest extends Manifest {
  readonly spec?: {
    readonly node?: string;
    readonly nodeSelector?: string;
    readonly peerIP?: string;
    readonly peerSelector?: string;
    readonly asNumber?: number | string;
  };
}
