import { InputType } from "../../graphql/index.ts";
import { defineKind, NamespacedObjectFilter, ObjectFilter } from "../resources/index.ts";
import {
  BGP_PEERS,
  BgpPeer,
  CALICO_POLICIES,
  CalicoNetworkPolicy,
  GLOBAL_POLICIES,
  GlobalNetworkPolicy,
  IP_POOLS,
  IpPool,
  NETWORK_SETS,
  NetworkSet,
} from "./calico.type.ts";

@InputType({ description: "Which of Calico's network policies; each condition that is given must hold." })
export class CalicoNetworkPolicyFilter extends NamespacedObjectFilter {}

@InputType({ description: "Which global network policies; each condition that is given must hold." })
export class GlobalNetworkPolicyFilter extends ObjectFilter {}

@InputType({ description: "Which network sets; each condition that is given must hold." })
export class NetworkSetFilter extends NamespacedObjectFilter {}

@InputType({ description: "Which IP pools; each condition that is given must hold." })
export class IpPoolFilter extends ObjectFilter {}

@InputType({ description: "Which BGP peers; each condition that is given must hold." })
export class BgpPeerFilter extends ObjectFilter {}

// Where a cluster has them: of one without Calico there are none.

export const calicoNetworkPolicies = defineKind({
  resource: CALICO_POLICIES,
  name: "CalicoNetworkPolicy",
  plural: "calicoNetworkPolicies",
  words: ["network policy of Calico", "network policies of Calico"],
  type: CalicoNetworkPolicy,
  filter: CalicoNetworkPolicyFilter,
});

export const globalNetworkPolicies = defineKind({
  resource: GLOBAL_POLICIES,
  name: "GlobalNetworkPolicy",
  plural: "globalNetworkPolicies",
  words: ["global network policy", "global network policies"],
  type: GlobalNetworkPolicy,
  filter: GlobalNetworkPolicyFilter,
  clusterScoped: true,
});

export const networkSets = defineKind({
  resource: NETWORK_SETS,
  name: "NetworkSet",
  words: ["network set", "network sets"],
  type: NetworkSet,
  filter: NetworkSetFilter,
});

export const ipPools = defineKind({
  resource: IP_POOLS,
  name: "IpPool",
  words: ["IP pool", "IP pools"],
  type: IpPool,
  filter: IpPoolFilter,
  clusterScoped: true,
});

export const bgpPeers = defineKind({
  resource: BGP_PEERS,
  name: "BgpPeer",
  words: ["BGP peer", "BGP peers"],
  type: BgpPeer,
  filter: BgpPeerFilter,
  clusterScoped: true,
});
