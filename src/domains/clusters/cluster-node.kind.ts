import { Field, InputType, matching } from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import { bytesOf, defineKind, ObjectFilter, quantityOf } from "../resources/index.ts";
import type { NodeManifest } from "./cluster-node.manifest.ts";
import { isNodeReady, isUnschedulable, nodeProblems, rolesOf } from "./cluster-node.mapping.ts";
import { ClusterNode, NODES } from "./cluster-node.type.ts";

@InputType({ description: "Which nodes; each condition that is given must hold." })
export class ClusterNodeFilter extends ObjectFilter {
  @Field(() => Boolean, { nullable: true, description: "Only ready ones, or only those that are not." })
  ready?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Only cordoned ones, or only the others." })
  unschedulable?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Only those with `problems`, or only those without." })
  hasProblems?: boolean | null;

  @Field(() => String, { nullable: true, description: "With this role, as in `control-plane`." })
  role?: string | null;

  @Field(() => String, { nullable: true, description: "With a taint of this key, whatever its value and effect." })
  taintKey?: string | null;
}

export const clusterNodes = defineKind({
  resource: NODES,
  name: "ClusterNode",
  words: ["node", "nodes"],
  type: ClusterNode,
  filter: ClusterNodeFilter,
  clusterScoped: true,
  predicates: ({ ready, unschedulable, hasProblems, role, taintKey }) => {
    const predicates: Predicate<NodeManifest>[] = [];
    const where = (test: (node: NodeManifest) => boolean) => predicates.push(matching(({ object }) => test(object)));
    if (ready != null) where((node) => isNodeReady(node) === ready);
    if (unschedulable != null) where((node) => isUnschedulable(node) === unschedulable);
    if (hasProblems != null) where((node) => nodeProblems(node).length > 0 === hasProblems);
    if (role != null) where((node) => rolesOf(node).includes(role));
    if (taintKey != null) where(({ spec }) => spec?.taints?.some(({ key }) => key === taintKey) ?? false);
    return predicates;
  },
  orders: {
    KUBELET_VERSION: {
      description: "By the kubelet's version, as a string.",
      value: ({ object }) => object.status?.nodeInfo?.kubeletVersion ?? null,
    },
    ALLOCATABLE_CPU: {
      description: "By the cores that pods can have.",
      value: ({ object }) => quantityOf(object.status?.allocatable?.cpu),
    },
    ALLOCATABLE_MEMORY: {
      description: "By the memory that pods can have.",
      value: ({ object }) => bytesOf(object.status?.allocatable?.memory),
    },
  },
});
