import { Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { selectorText } from "../deployments/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import {
  type NetworkPolicyManifest,
  type PolicyPeerManifest,
  type PolicyPortManifest,
  type PolicyRuleManifest,
  PolicyType,
  policyTypesOf,
  portText,
} from "./network-policy.mapping.ts";

export const NETWORK_POLICIES = "networking.k8s.io/networkpolicies";

registerEnumType(PolicyType, {
  name: "NetworkPolicyType",
  description: "A direction that a network policy is about.",
  valuesConfig: {
    INGRESS: { description: "What comes to the pods." },
    EGRESS: { description: "What goes from them." },
  },
});

@ObjectType({ description: "Addresses. Source: `ipBlock`." })
export class IpBlock {
  @Field(() => String, { description: "All of them, in CIDR notation." })
  readonly cidr!: string;

  @Field(() => [String], { description: "But for these, in CIDR notation." })
  readonly except!: readonly string[];
}

@ObjectType({ description: "Somebody with whom pods may speak. Source: `from`, or `to`, of a rule." })
export class PolicyPeer {
  readonly #manifest: PolicyPeerManifest;

  constructor(manifest: PolicyPeerManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Pods with these labels, as a label selector; empty for all pods. Null where pods are not what it is about.",
  })
  get podSelector(): string | null {
    return this.#manifest.podSelector ? selectorText(this.#manifest.podSelector) : null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "In namespaces with these labels, as a label selector; empty for all. Null: in the policy's own, where it is about pods.",
  })
  get namespaceSelector(): string | null {
    return this.#manifest.namespaceSelector ? selectorText(this.#manifest.namespaceSelector) : null;
  }

  @Field(() => IpBlock, { nullable: true, description: "Addresses; null where it is about pods." })
  get ipBlock(): IpBlock | null {
    const { ipBlock } = this.#manifest;
    return ipBlock ? { cidr: ipBlock.cidr ?? "", except: ipBlock.except ?? [] } : null;
  }
}

@ObjectType({ description: "Ports that a rule is about. Source: `ports` of a rule." })
export class PolicyPort {
  readonly #manifest: PolicyPortManifest;

  constructor(manifest: PolicyPortManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "`TCP`, `UDP` or `SCTP`." })
  get protocol(): string {
    return this.#manifest.protocol ?? "TCP";
  }

  @Field(() => String, { nullable: true, description: "As in `80`, `8000-8080`, `http`; null for every port." })
  get port(): string | null {
    return portText(this.#manifest);
  }
}

@ObjectType({ description: "What a network policy allows. Source: `ingress`, or `egress`." })
export class PolicyRule {
  @Field(() => [PolicyPeer], { description: "With whom; empty for everybody." })
  readonly peers!: readonly PolicyPeer[];

  @Field(() => [PolicyPort], { description: "At which ports; empty for all of them." })
  readonly ports!: readonly PolicyPort[];
}

@ShownFor(NETWORK_POLICIES)
@ObjectType("NetworkPolicy", {
  implements: KubernetesObject,
  description:
    "What may come to pods, and go from them: what no rule of a policy that selects them allows is not let through. Source: networking.k8s.io/v1 NetworkPolicy.",
})
export class NetworkPolicy extends KubernetesObject<NetworkPolicyManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, {
    description: "The pods of its namespace that it is about, as a label selector; empty for all of them.",
  })
  get podSelector(): string {
    return selectorText(this.object.spec?.podSelector ?? {});
  }

  @Field(() => [PolicyType], { description: "The directions that it is about." })
  get policyTypes(): readonly PolicyType[] {
    return policyTypesOf(this.object);
  }

  @Field(() => [PolicyRule], { description: "What may come; empty for nothing, where it is about that direction." })
  get ingress(): readonly PolicyRule[] {
    return rulesOf(this.object.spec?.ingress, "from");
  }

  @Field(() => [PolicyRule], { description: "What may go; empty for nothing, where it is about that direction." })
  get egress(): readonly PolicyRule[] {
    return rulesOf(this.object.spec?.egress, "to");
  }
}

function rulesOf(rules: readonly PolicyRuleManifest[] | undefined, side: "from" | "to"): readonly PolicyRule[] {
  return (rules ?? []).map((rule) => ({
    peers: (rule[side] ?? []).map((peer) => new PolicyPeer(peer)),
    ports: (rule.ports ?? []).map((port) => new PolicyPort(port)),
  }));
}
