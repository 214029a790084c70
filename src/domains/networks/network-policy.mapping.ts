import type { Manifest } from "../context.ts";
import type { LabelSelectorManifest } from "../deployments/index.ts";

export interface PolicyPeerManifest {
  readonly podSelector?: LabelSelectorManifest;
  readonly namespaceSelector?: LabelSelectorManifest;
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
}

export interface PolicyPortManifest {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface PolicyRuleManifest {
  readonly from?: readonly PolicyPeerManifest[];
  readonly to?: readonly PolicyPeerManifest[];
  readonly ports?: readonly PolicyPortManifest[];
}

export interface NetworkPolicyManifest extends Manifest {
  readonly spec?: {
    readonly podSelector?: LabelSelectorManifest;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly PolicyRuleManifest[];
    readonly egress?: readonly PolicyRuleManifest[];
  };
}

export const PolicyType = { INGRESS: "Ingress", EGRESS: "Egress" } as const;
export type PolicyType = (typeof PolicyType)[keyof typeof PolicyType];

/** The directions that a policy is about. Where it does not say: what comes in, and what goes out where it has rules for that. */
export function policyTypesOf({ spec }: NetworkPolicyManifest): readonly PolicyType[] {
  const said = (spec?.policyTypes ?? []).filter((each) => each === "Ingress" || each === "Egress");
  if (said.length > 0) return said;
  return (spec?.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

/** As in `80`, `8000-8080`, `http`; null for every port. */
export function portText({ port, endPort }: PolicyPortManifest): string | null {
  if (port === undefined) return null;
  return endPort === undefined ? String(port) : `${port}-${endPort}`;
}
