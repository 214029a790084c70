import { placeEdges } from "../clusters/index.ts";
import { daemonSets, deployments, statefulSets } from "../deployments/index.ts";
import { ingresses, ingressesByService } from "./ingress.kind.ts";
import {
  behindServices,
  IngressResolver,
  IngressRuleResolver,
  PodServicesResolver,
  ServiceResolver,
  WorkloadServicesResolver,
} from "./network.resolver.ts";
import { services } from "./service.kind.ts";

export { ingresses } from "./ingress.kind.ts";
export { INGRESSES, Ingress } from "./ingress.type.ts";
export type { IngressManifest, ServiceManifest } from "./network.manifest.ts";
export { ingressClassOf } from "./network.mapping.ts";
export { services } from "./service.kind.ts";
export { SERVICES, Service } from "./service.type.ts";

export const networkResolvers = [
  services.Resolver,
  ingresses.Resolver,
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
];
export const networkIndexes = [ingressesByService];
