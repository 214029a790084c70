import { placeEdges } from "../clusters/index.ts";
import { Pod, Workload } from "../deployments/index.ts";
import { claims, claimsByClass } from "./claim.kind.ts";
import { claimMutations } from "./claim.mutations.ts";
import {
  CsiDriverResolver,
  CsiNodeResolver,
  NodeDriversResolver,
  StorageClassDriverResolver,
  VolumeDriverResolver,
} from "./csi.resolver.ts";
import { csiDrivers, volumesByDriver } from "./csi-driver.kind.ts";
import { csiNodes, csiNodesByDriver } from "./csi-node.kind.ts";
import { volumeEdges } from "./declared-volumes.resolver.ts";
import { placementEdges } from "./placement.resolver.ts";
import { storageClasses } from "./storage-class.kind.ts";
import { usersByClaim } from "./users-by-claim.ts";
import { volumes, volumesByClass } from "./volume.kind.ts";
import { ClaimResolver, StorageClassResolver, VolumeResolver } from "./volume.resolver.ts";

export { claims } from "./claim.kind.ts";
export { CLAIMS, PersistentVolumeClaim } from "./claim.type.ts";
export { classNameOf } from "./class-name.mapping.ts";
export { DataPlacement, strictest } from "./placement.mapping.ts";
export { dataPlacementOf } from "./placement.service.ts";
export { declaredVolumesOf } from "./pod-volumes.mapping.ts";
export { STORAGE_CLASSES } from "./storage-class.type.ts";
export type { ClaimManifest, StorageClassManifest, VolumeManifest, VolumesSpec } from "./volume.manifest.ts";
export { VOLUMES } from "./volume.type.ts";
export { csiDriverOf, volumeSourceOf } from "./volume-source.mapping.ts";

export const volumeResolvers = [
  claims.Resolver,
  volumes.Resolver,
  storageClasses.Resolver,
  csiDrivers.Resolver,
  csiNodes.Resolver,
  ClaimResolver,
  VolumeResolver,
  StorageClassResolver,
  CsiDriverResolver,
  StorageClassDriverResolver,
  VolumeDriverResolver,
  CsiNodeResolver,
  NodeDriversResolver,
  volumeEdges(Workload),
  volumeEdges(Pod),
  placementEdges(Workload),
  placementEdges(Pod),
  ...claimMutations,
  ...placeEdges(claims),
  ...placeEdges(volumes),
  ...placeEdges(storageClasses),
  ...placeEdges(csiDrivers),
  ...placeEdges(csiNodes),
];
export const volumeIndexes = [claimsByClass, volumesByClass, volumesByDriver, csiNodesByDriver, ...usersByClaim];
