import { placeEdges } from "../clusters/index.ts";
import { Deployment, Pod, ReplicaSet } from "../deployments/index.ts";
import { configMaps } from "./config-map.kind.ts";
import { configMapMutations } from "./config-map.mutations.ts";
import { ConfigMapResolver } from "./config-map.resolver.ts";
import { indexesByUse } from "./templates.mapping.ts";
import { usedConfigMaps } from "./used-configs.ts";

export { configMaps } from "./config-map.kind.ts";
export { ConfigMap } from "./config-map.type.ts";
export { type Consumer, consumersOf, toConsumer } from "./consumers.service.ts";
export { ConfigEntryInput } from "./entries.input.ts";
export { contentOf, entryFaults, type GivenEntry } from "./entries.mapping.ts";
export type { PodSpecManifest } from "./pod-spec.manifest.ts";
export { indexesByUse, isControlled, podSpecOf, TEMPLATED } from "./templates.mapping.ts";
export { ConfigConsumer, ConfigUse } from "./use.type.ts";
export { type Use, UseKind, usesOf } from "./uses.mapping.ts";

export const configResolvers = [
  configMaps.Resolver,
  ConfigMapResolver,
  ...configMapMutations,
  ...placeEdges(configMaps),
  usedConfigMaps(Deployment),
  usedConfigMaps(ReplicaSet),
  usedConfigMaps(Pod),
];
export const configIndexes = [...indexesByUse("configmaps")];
