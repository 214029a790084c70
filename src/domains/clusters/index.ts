import { ClusterResolver } from "./cluster.resolver.ts";
import { clusterNodes } from "./cluster-node.kind.ts";
import { clusterNodeMutations } from "./cluster-node.mutations.ts";
import { ClusterNodeResolver } from "./cluster-node.resolver.ts";
import { ClusterNodesResolver } from "./cluster-nodes.resolver.ts";
import { GatewayResolver } from "./gateway.resolver.ts";
import { limitRanges } from "./limit-range.kind.ts";
import { namespaces } from "./namespace.kind.ts";
import { placeEdges } from "./place-edges.ts";
import { resourceQuotas } from "./resource-quota.kind.ts";

export { findCluster } from "./cluster.service.ts";
export { CLUSTER_RESOURCE, Cluster } from "./cluster.type.ts";
export { clusterNodes } from "./cluster-node.kind.ts";
export type { NodeManifest } from "./cluster-node.manifest.ts";
export { nodeProblems, troubleOf } from "./cluster-node.mapping.ts";
export { ClusterNode, NODES } from "./cluster-node.type.ts";
export { nodesOf } from "./cluster-nodes.service.ts";
export { GatewayInfo } from "./gateway.type.ts";
export { Namespace } from "./namespace.type.ts";
export { NODE_METRICS } from "./node-usage.service.ts";
export { placeEdges } from "./place-edges.ts";

export const clusterResolvers = [
  ClusterResolver,
  ClusterNodesResolver,
  ClusterNodeResolver,
  GatewayResolver,
  clusterNodes.Resolver,
  namespaces.Resolver,
  resourceQuotas.Resolver,
  limitRanges.Resolver,
  ...clusterNodeMutations,
  ...placeEdges(clusterNodes),
  ...placeEdges(namespaces),
  ...placeEdges(resourceQuotas),
  ...placeEdges(limitRanges),
];
