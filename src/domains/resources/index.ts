import { ResourceApplyResolver } from "./apply.resolver.ts";
import { ResourceCellsResolver, ResourceColumnsResolver } from "./column.resolver.ts";
import { ResourceDeleteResolver } from "./delete.resolver.ts";
import { byInvolved } from "./event.type.ts";
import { byLabel, byName, byOwner } from "./indexes.ts";
import { ObjectResolver, OwnerResolver } from "./object.resolver.ts";
import { resourceMutations } from "./patch.mutations.ts";
import { ResourceResolver } from "./resource.resolver.ts";

export { ResourceApplyResult } from "./apply.input.ts";
export { applyTo } from "./apply.service.ts";
export { Attempt, attempt, resultOfError, resultOfErrors } from "./attempt.service.ts";
export { changesBetween, type ValueChange } from "./changes.mapping.ts";
export { seenUnder } from "./children.service.ts";
export { Condition, type ConditionManifest } from "./condition.type.ts";
export { missingConfirmation } from "./confirmation.service.ts";
export { findGroupKind, findKind, isReadableKind, isServed, knownResource, resolveKind } from "./discovery.service.ts";
export type { EventManifest } from "./event.manifest.ts";
export { countOf, firstSeenOf, lastSeenOf, severityOf } from "./event.mapping.ts";
export { EVENTS } from "./event.type.ts";
export { byOwner } from "./indexes.ts";
export { intOf, isInt } from "./int.mapping.ts";
export { type ArgsOf, defineKind, type Kind, type KindArgs } from "./kind.ts";
export { objectFor, ShownFor, typedResources } from "./kinds.ts";
export { ClusterScopedByInput, ObjectByInput, ObjectRefInput } from "./lookup.input.ts";
export { findObject, readTarget, type Target, targetOf } from "./lookup.service.ts";
export {
  NamespacedObjectFilter,
  ObjectFilter,
  ObjectOrderField,
  objectOrderDescriptions,
  objectOrderValues,
} from "./object.input.ts";
export { clustersOf, objectPredicate, objectPredicates, unknownCluster, type Within } from "./object.service.ts";
export { KubernetesObject } from "./object.type.ts";
export { defineObjectDeletion, ObjectDeleteInput } from "./object-deletion.ts";
export { defineObjectMutation } from "./object-mutation.ts";
export { cutName, ownDigest } from "./own-key.mapping.ts";
export { bytesOf, quantityOf } from "./quantity.mapping.ts";
export { readById } from "./resource.service.ts";
export { Resource } from "./resource.type.ts";
export {
  type AmountsManifest,
  addAmounts,
  addTotals,
  amountsOf,
  raiseAmounts,
  sumOf,
} from "./resource-amounts.mapping.ts";
export { ResourceAmounts } from "./resource-amounts.type.ts";
export { shownKinds } from "./shown-kinds.mapping.ts";
export { usedBy } from "./used.mapping.ts";
export { WriteInput, WritePayload } from "./write.input.ts";
export { isPathSegment, notFound, rowOf, userErrorsOf } from "./write.mapping.ts";
export {
  type Change,
  createObject,
  isReachable,
  type NewObject,
  patchObject,
  perform,
  type Read,
  type Refusals,
  readAndPatchObject,
  refusalsOf,
  refused,
  type WriteResult,
} from "./write.service.ts";

export const resourceResolvers = [
  ResourceResolver,
  ObjectResolver,
  OwnerResolver,
  ResourceApplyResolver,
  ResourceDeleteResolver,
  ResourceCellsResolver,
  ResourceColumnsResolver,
  ...resourceMutations,
];
export const resourceIndexes = [byOwner, byInvolved, byName, byLabel];
