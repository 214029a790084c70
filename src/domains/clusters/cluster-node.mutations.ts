import { defineObjectMutation } from "../resources/index.ts";
import { ClusterNode } from "./cluster-node.type.ts";
import { ClusterNodeCordonInput, ClusterNodeUncordonInput } from "./cordon.input.ts";
import { cordon } from "./cordon.service.ts";
import { ClusterNodeTaintInput } from "./taint.input.ts";
import { taint } from "./taint.service.ts";

export const clusterNodeMutations = [
  defineObjectMutation({
    name: "clusterNodeCordon",
    field: "clusterNode",
    type: ClusterNode,
    description:
      "Keeps new pods off a node, as `kubectl cordon`: the scheduler gives it none, and those that it has stay. One that is so already stays so.",
    input: ClusterNodeCordonInput,
    inputDescription: "Which one.",
    write: (ctx, info, input) => cordon(ctx, info, input, true),
  }),
  defineObjectMutation({
    name: "clusterNodeUncordon",
    field: "clusterNode",
    type: ClusterNode,
    description: "Lets a node have new pods again, as `kubectl uncordon`. One that may have them already stays so.",
    input: ClusterNodeUncordonInput,
    inputDescription: "Which one.",
    write: (ctx, info, input) => cordon(ctx, info, input, false),
  }),
  defineObjectMutation({
    name: "clusterNodeTaint",
    field: "clusterNode",
    type: ClusterNode,
    description:
      "Sets taints of a node and takes others off, as `kubectl taint`: all in one write, and nothing where one of them is refused. `NO_EXECUTE` evicts pods that do not tolerate it.",
    input: ClusterNodeTaintInput,
    inputDescription: "Which one, and which taints.",
    write: taint,
  }),
];
