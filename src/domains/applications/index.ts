import { configMaps } from "../configs/index.ts";
import { deployments } from "../deployments/index.ts";
import { ingresses, services } from "../networks/index.ts";
import { claims } from "../volumes/index.ts";
import { ApplicationResolver, ApplicationWorkloadResolver, applicationEdges } from "./application.resolver.ts";
import { ApplicationCopyResolver } from "./copy.resolver.ts";
import { PortabilityResolver } from "./portability.resolver.ts";

export { applicationNamed } from "./application.service.ts";
export { APPLICATION_RESOURCE } from "./application.type.ts";
export { applicationIndexes } from "./parts-index.ts";

export const applicationResolvers = [
  ApplicationResolver,
  ApplicationWorkloadResolver,
  PortabilityResolver,
  ApplicationCopyResolver,
  ...applicationEdges(deployments),
  ...applicationEdges(services),
  ...applicationEdges(ingresses),
  ...applicationEdges(claims),
  ...applicationEdges(configMaps),
];
