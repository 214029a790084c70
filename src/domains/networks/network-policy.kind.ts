import { Field, InputType, matching } from "../../graphql/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { PolicyType, policyTypesOf } from "./network-policy.mapping.ts";
import { NETWORK_POLICIES, NetworkPolicy } from "./network-policy.type.ts";

@InputType({ description: "Which network policies; each condition that is given must hold." })
export class NetworkPolicyFilter extends NamespacedObjectFilter {
  @Field(() => PolicyType, { nullable: true, description: "That are about this direction." })
  policyType?: PolicyType | null;
}

export const networkPolicies = defineKind({
  resource: NETWORK_POLICIES,
  name: "NetworkPolicy",
  plural: "networkPolicies",
  words: ["network policy", "network policies"],
  type: NetworkPolicy,
  filter: NetworkPolicyFilter,
  predicates: ({ policyType }) =>
    policyType == null ? [] : [matching(({ object }) => policyTypesOf(object).includes(policyType))],
});
