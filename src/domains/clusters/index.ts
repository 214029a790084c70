import { ClusterResolver } from "./cluster.resolver.ts";
import { GatewayResolver } from "./gateway.resolver.ts";
import { ClusterNamespacesResolver, NamespaceResolver } from "./namespace.resolver.ts";

export { findCluster } from "./cluster.service.ts";
export { CLUSTER_RESOURCE, Cluster } from "./cluster.type.ts";
export { GatewayInfo } from "./gateway.type.ts";
export { Namespace } from "./namespace.type.ts";
export { placeEdges } from "./place-edges.ts";

export const clusterResolvers = [ClusterResolver, NamespaceResolver, ClusterNamespacesResolver, GatewayResolver];
