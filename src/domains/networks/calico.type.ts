import { Field, Float, Int, Long, ObjectType } from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type {
  BgpPeerManifest,
  CalicoEntityManifest,
  CalicoPolicyManifest,
  CalicoRuleManifest,
  IpPoolManifest,
  NetworkSetManifest,
} from "./calico.manifest.ts";

const group = "projectcalico.org";
export const CALICO_POLICIES = `${group}/networkpolicies`;
export const GLOBAL_POLICIES = `${group}/globalnetworkpolicies`;
export const NETWORK_SETS = `${group}/networksets`;
export const IP_POOLS = `${group}/ippools`;
export const BGP_PEERS = `${group}/bgppeers`;

/** Where Calico has no API server of its own, a cluster has its kinds as Calico stores them alone. */
export const calicoStored: readonly (readonly [GroupResource, stored: GroupResource])[] = [
  CALICO_POLICIES,
  GLOBAL_POLICIES,
  NETWORK_SETS,
  IP_POOLS,
  BGP_PEERS,
].map((resource) => [resource, `crd.${resource}`]);

@ObjectType({ description: "One side of a connection, in a rule of Calico. Source: `source`, or `destination`." })
export class CalicoEntity {
  readonly #manifest: CalicoEntityManifest;

  constructor(manifest: CalicoEntityManifest) {
    this.#manifest = manifest;
  }

  @Field(() => [String], { description: "Addresses in CIDR notation, any of these; empty for all." })
  get nets(): readonly string[] {
    return this.#manifest.nets ?? [];
  }

  @Field(() => [String], { description: "But none of these." })
  get notNets(): readonly string[] {
    return this.#manifest.notNets ?? [];
  }

  @Field(() => String, {
    nullable: true,
    description: "Endpoints with these labels, in Calico's own syntax; null for all.",
  })
  get selector(): string | null {
    return this.#manifest.selector || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "In namespaces with these labels, in Calico's own syntax; null where that does not matter.",
  })
  get namespaceSelector(): string | null {
    return this.#manifest.namespaceSelector || null;
  }

  @Field(() => [String], { description: "Ports, as in `80`, `8000:8080`, `http`; empty for all." })
  get ports(): readonly string[] {
    return (this.#manifest.ports ?? []).map(String);
  }
}

@ObjectType({
  description: "What Calico does with some connections. Rules count in their order: the first that fits decides.",
})
export class CalicoRule {
  readonly #manifest: CalicoRuleManifest;

  constructor(manifest: CalicoRuleManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "`Allow`, `Deny`, `Log` or `Pass`." })
  get action(): string {
    return this.#manifest.action ?? "";
  }

  @Field(() => String, { nullable: true, description: "As in `TCP`, or a number; null for any." })
  get protocol(): string | null {
    return this.#manifest.protocol === undefined ? null : String(this.#manifest.protocol);
  }

  @Field(() => CalicoEntity, { description: "From where." })
  get source(): CalicoEntity {
    return new CalicoEntity(this.#manifest.source ?? {});
  }

  @Field(() => CalicoEntity, { description: "To where." })
  get destination(): CalicoEntity {
    return new CalicoEntity(this.#manifest.destination ?? {});
  }
}

/** What Calico's policies of one namespace, and of all, have. */
@ObjectType()
abstract class CalicoPolicy extends KubernetesObject<CalicoPolicyManifest> {
  @Field(() => Float, {
    nullable: true,
    description: "Lower ones count before higher ones; null: after all that have one.",
  })
  get order(): number | null {
    return this.object.spec?.order ?? null;
  }

  @Field(() => String, { description: "The endpoints that it is about, in Calico's own syntax; empty for all." })
  get selector(): string {
    return this.object.spec?.selector ?? "";
  }

  @Field(() => [String], { description: "The directions that it is about: `Ingress`, `Egress`." })
  get types(): readonly string[] {
    return this.object.spec?.types ?? [];
  }

  @Field(() => [CalicoRule], { description: "For what comes." })
  get ingress(): readonly CalicoRule[] {
    return (this.object.spec?.ingress ?? []).map((rule) => new CalicoRule(rule));
  }

  @Field(() => [CalicoRule], { description: "For what goes." })
  get egress(): readonly CalicoRule[] {
    return (this.object.spec?.egress ?? []).map((rule) => new CalicoRule(rule));
  }
}

@ShownFor(CALICO_POLICIES)
@ObjectType("CalicoNetworkPolicy", {
  implements: KubernetesObject,
  description:
    "Calico's own policy for one namespace. Source: projectcalico.org/v3 NetworkPolicy, or as Calico stores it (crd.projectcalico.org/v1) where a cluster serves that alone.",
})
export class CalicoNetworkPolicy extends CalicoPolicy {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }
}

@ShownFor(GLOBAL_POLICIES)
@ObjectType("GlobalNetworkPolicy", {
  implements: KubernetesObject,
  description:
    "Calico's policy for all namespaces, and for hosts. Source: projectcalico.org/v3 GlobalNetworkPolicy, or crd.projectcalico.org/v1.",
})
export class GlobalNetworkPolicy extends CalicoPolicy {
  @Field(() => String, {
    nullable: true,
    description: "In namespaces with these labels, in Calico's own syntax; null for all.",
  })
  get namespaceSelector(): string | null {
    return this.object.spec?.namespaceSelector || null;
  }
}

@ShownFor(NETWORK_SETS)
@ObjectType("NetworkSet", {
  implements: KubernetesObject,
  description:
    "Addresses that Calico's policies select by the set's labels. Source: projectcalico.org/v3 NetworkSet, or crd.projectcalico.org/v1.",
})
export class NetworkSet extends KubernetesObject<NetworkSetManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => [String], { description: "The addresses, in CIDR notation." })
  get nets(): readonly string[] {
    return this.object.spec?.nets ?? [];
  }
}

@ShownFor(IP_POOLS)
@ObjectType("IpPool", {
  implements: KubernetesObject,
  description: "Addresses that Calico gives to pods. Source: projectcalico.org/v3 IPPool, or crd.projectcalico.org/v1.",
})
export class IpPool extends KubernetesObject<IpPoolManifest> {
  @Field(() => String, { description: "The addresses, in CIDR notation." })
  get cidr(): string {
    return this.object.spec?.cidr ?? "";
  }

  @Field(() => Int, { nullable: true, description: "Size of the blocks that nodes get, as a prefix length." })
  get blockSize(): number | null {
    return this.object.spec?.blockSize ?? null;
  }

  @Field(() => Boolean, { description: "No new addresses are given from it." })
  get disabled(): boolean {
    return this.object.spec?.disabled ?? false;
  }

  @Field(() => Boolean, { description: "What goes out of all pools leaves with the node's address." })
  get natOutgoing(): boolean {
    return this.object.spec?.natOutgoing ?? false;
  }

  @Field(() => String, { description: "IP in IP between nodes: `Never`, `Always` or `CrossSubnet`." })
  get ipipMode(): string {
    return this.object.spec?.ipipMode ?? "Never";
  }

  @Field(() => String, { description: "VXLAN between nodes: `Never`, `Always` or `CrossSubnet`." })
  get vxlanMode(): string {
    return this.object.spec?.vxlanMode ?? "Never";
  }

  @Field(() => String, {
    nullable: true,
    description: "The nodes that it is for, in Calico's own syntax; null for all.",
  })
  get nodeSelector(): string | null {
    return this.object.spec?.nodeSelector || null;
  }
}

@ShownFor(BGP_PEERS)
@ObjectType("BgpPeer", {
  implements: KubernetesObject,
  description:
    "Somebody with whom nodes exchange routes. Source: projectcalico.org/v3 BGPPeer, or crd.projectcalico.org/v1.",
})
export class BgpPeer extends KubernetesObject<BgpPeerManifest> {
  @Field(() => String, { nullable: true, description: "The one node that it is for; null where it is not one." })
  get node(): string | null {
    return this.object.spec?.node || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "The nodes that it is for, in Calico's own syntax; null where it does not go by labels.",
  })
  get nodeSelector(): string | null {
    return this.object.spec?.nodeSelector || null;
  }

  @Field(() => String, { nullable: true, description: "The peer's address; null where peers are selected by labels." })
  get peerIP(): string | null {
    return this.object.spec?.peerIP || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "The peers, in Calico's own syntax; null where it has an address.",
  })
  get peerSelector(): string | null {
    return this.object.spec?.peerSelector || null;
  }

  @Field(() => Long, { nullable: true, description: "The peer's autonomous system; null where nobody says." })
  get asNumber(): number | null {
    const { asNumber } = this.object.spec ?? {};
    return asNumber === undefined || !Number.isSafeInteger(Number(asNumber)) ? null : Number(asNumber);
  }
}
