import type { OperationType } from "../operations/index.ts";
import type { GroupResource, IndexDefinition } from "../state/index.ts";
import { alertIndexes } from "./alerts/index.ts";
import { applicationIndexes } from "./applications/index.ts";
import { certificateIndexes } from "./certificates/index.ts";
import { configIndexes } from "./configs/index.ts";
import { deploymentIndexes, deploymentOperations } from "./deployments/index.ts";
import { calicoStored, networkIndexes } from "./networks/index.ts";
import { operationIndexes } from "./operations/index.ts";
import { pipelineIndexes } from "./pipelines/index.ts";
import { resourceIndexes } from "./resources/index.ts";
import { secretIndexes } from "./secrets/index.ts";
import { volumeIndexes } from "./volumes/index.ts";

export { followedConfigs } from "./configs/index.ts";
export type { ClusterAccess, Clusters, DomainContext, GatewayStatusState } from "./context.ts";
export { knownResource, objectFor, shownKinds } from "./resources/index.ts";
export { buildSchema, resolvers } from "./schema.ts";

/** The indexes that the edges of all families need in the stores. */
export const indexDefinitions: readonly IndexDefinition[] = [
  ...resourceIndexes,
  ...operationIndexes,
  ...deploymentIndexes,
  ...volumeIndexes,
  ...networkIndexes,
  ...configIndexes,
  ...applicationIndexes,
  ...secretIndexes,
  ...certificateIndexes,
  ...pipelineIndexes,
  ...alertIndexes,
];

/** Under which other group a cluster may serve a resource that a family reads, where it does not serve it under its own. */
export const otherGroups: ReadonlyMap<GroupResource, GroupResource> = new Map(calicoStored);

/** The sorts of long work of all families. */
export const operationTypes: readonly OperationType[] = [...deploymentOperations];
