import { ConfigMap, configMaps } from "../configs/index.ts";
import { cronJobs, daemonSets, deployments, jobs, statefulSets, Workload } from "../deployments/index.ts";
import { Ingress, ingresses, Service, services } from "../networks/index.ts";
import { Secret, secrets } from "../secrets/index.ts";
import { claims, PersistentVolumeClaim } from "../volumes/index.ts";
import {
  ApplicationResolver,
  ApplicationWorkloadResolver,
  applicationOfPart,
  partsOf,
} from "./application.resolver.ts";
import { ApplicationCopyResolver } from "./copy.resolver.ts";
import { PortabilityResolver } from "./portability.resolver.ts";

export { FOUNDATIONS } from "./application.reading.ts";
export { applicationOfPart, partsOf } from "./application.resolver.ts";
export { applicationNamed } from "./application.service.ts";
export { APPLICATION_RESOURCE, Application } from "./application.type.ts";
export { applicationOf } from "./labels.mapping.ts";
export { applicationIndexes, byApplication } from "./parts-index.ts";

export const applicationResolvers = [
  ApplicationResolver,
  ApplicationWorkloadResolver,
  PortabilityResolver,
  ApplicationCopyResolver,
  partsOf(deployments),
  partsOf(statefulSets),
  partsOf(daemonSets),
  partsOf(cronJobs),
  partsOf(jobs),
  partsOf(services),
  partsOf(ingresses),
  partsOf(claims),
  partsOf(configMaps),
  partsOf(secrets),
  ...[Workload, Service, Ingress, PersistentVolumeClaim, ConfigMap, Secret].map(applicationOfPart),
];
