import { placeEdges } from "../clusters/index.ts";
import { deployments } from "../deployments/index.ts";
import { ingresses, ingressesByService } from "./ingress.kind.ts";
import {
  IngressResolver,
  IngressRuleResolver,
  PodServicesResolver,
  ServiceResolver,
  serviceEdges,
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
  ...serviceEdges(deployments),
  ...placeEdges(services),
  ...placeEdges(ingresses),
];
export const networkIndexes = [ingressesByService];
