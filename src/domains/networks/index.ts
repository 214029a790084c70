import { placeEdges } from "../clusters/index.ts";
import { daemonSets, deployments, statefulSets } from "../deployments/index.ts";
import { bgpPeers, calicoNetworkPolicies, globalNetworkPolicies, ipPools, networkSets } from "./calico.kind.ts";
import { EndpointSliceResolver, ServiceEndpointResolver, ServiceEndpointsResolver } from "./endpoint.resolver.ts";
import { endpointSlices, slicesByService } from "./endpoint-slice.kind.ts";
import { ExternalServiceResolver, externalServiceMutations } from "./external-service.resolver.ts";
import { ingresses, ingressesByService } from "./ingress.kind.ts";
import { ingressClasses } from "./ingress-class.kind.ts";
import { ClassOfIngressResolver, IngressesOfClassResolver } from "./ingress-class.resolver.ts";
import {
  behindServices,
  IngressResolver,
  IngressRuleResolver,
  PodServicesResolver,
  ServiceResolver,
  WorkloadServicesResolver,
} from "./network.resolver.ts";
import { gatewayClasses, gatewaysByClass, networkGateways } from "./network-gateway.kind.ts";
import { networkPolicies } from "./network-policy.kind.ts";
import { NetworkPolicyResolver, PodPoliciesResolver, WorkloadPoliciesResolver } from "./network-policy.resolver.ts";
import { grpcRoutes, httpRoutes, routeIndexes } from "./route.kind.ts";
import {
  GatewayClassResolver,
  NetworkGatewayResolver,
  RouteBackendResolver,
  RouteParentResolver,
  routeResolvers,
} from "./route.resolver.ts";
import { services } from "./service.kind.ts";

export { calicoStored } from "./calico.type.ts";
export { ingresses } from "./ingress.kind.ts";
export { INGRESSES, Ingress } from "./ingress.type.ts";
export type { IngressManifest, ServiceManifest } from "./network.manifest.ts";
export { ingressClassOf } from "./network.mapping.ts";
export { services } from "./service.kind.ts";
export { SERVICES, Service } from "./service.type.ts";

const otherKinds = [
  endpointSlices,
  ingressClasses,
  networkPolicies,
  networkGateways,
  gatewayClasses,
  httpRoutes,
  grpcRoutes,
  calicoNetworkPolicies,
  globalNetworkPolicies,
  networkSets,
  ipPools,
  bgpPeers,
] as const;

export const networkResolvers = [
  services.Resolver,
  ingresses.Resolver,
  ...otherKinds.map((kind) => kind.Resolver),
  ServiceEndpointsResolver,
  EndpointSliceResolver,
  ServiceEndpointResolver,
  ExternalServiceResolver,
  ...externalServiceMutations,
  ClassOfIngressResolver,
  IngressesOfClassResolver,
  NetworkPolicyResolver,
  PodPoliciesResolver,
  WorkloadPoliciesResolver,
  RouteParentResolver,
  RouteBackendResolver,
  NetworkGatewayResolver,
  GatewayClassResolver,
  ...routeResolvers,
  ServiceResolver,
  IngressResolver,
  IngressRuleResolver,
  PodServicesResolver,
  WorkloadServicesResolver,
  behindServices(deployments),
  behindServices(statefulSets),
  behindServices(daemonSets),
  ...placeEdges(services),
  ...placeEdges(ingresses),
  ...placeEdges(endpointSlices),
  ...placeEdges(ingressClasses),
  ...placeEdges(networkPolicies),
  ...placeEdges(networkGateways),
  ...placeEdges(gatewayClasses),
  ...placeEdges(httpRoutes),
  ...placeEdges(grpcRoutes),
  ...placeEdges(calicoNetworkPolicies),
  ...placeEdges(globalNetworkPolicies),
  ...placeEdges(networkSets),
  ...placeEdges(ipPools),
  ...placeEdges(bgpPeers),
];
export const networkIndexes = [
  ingressesByService,
  slicesByService,
  gatewaysByClass,
  ...Object.values(routeIndexes.http),
  ...Object.values(routeIndexes.grpc),
];
