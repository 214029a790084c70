import { placeEdges } from "../clusters/index.ts";
import { CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, StatefulSet } from "../deployments/index.ts";
import { configMaps } from "./config-map.kind.ts";
import { configMapMutations } from "./config-map.mutations.ts";
import { ConfigMapResolver } from "./config-map.resolver.ts";
import { configHashOf, FOLLOWING, followingPatch, followsConfigs } from "./following.mapping.ts";
import { indexesByUse } from "./templates.mapping.ts";
import { usedConfigMaps } from "./used-configs.ts";

export { configMaps } from "./config-map.kind.ts";
export { ConfigMap } from "./config-map.type.ts";
export { type Consumer, consumersOf, toConsumer } from "./consumers.service.ts";
export { ConfigEntryInput } from "./entries.input.ts";
export { changeFaults, contentOf, entryFaults, type GivenEntry } from "./entries.mapping.ts";
export type { PodSpecManifest } from "./pod-spec.manifest.ts";
export { indexesByUse, isControlled, podSpecOf, TEMPLATED } from "./templates.mapping.ts";
export { ConfigConsumer, ConfigUse } from "./use.type.ts";
export { type Use, UseKind, usesOf } from "./uses.mapping.ts";

/** For whoever replaces pods when configs change. */
export const followedConfigs = {
  resources: FOLLOWING,
  follows: followsConfigs,
  hashOf: configHashOf,
  patchOf: followingPatch,
} as const;

export const configResolvers = [
  configMaps.Resolver,
  ConfigMapResolver,
  ...configMapMutations,
  ...placeEdges(configMaps),
  ...[Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Pod].map(usedConfigMaps),
];
export const configIndexes = [...indexesByUse("configmaps")];
