import { placeEdges } from "../clusters/index.ts";
import { Pod, Workload } from "../deployments/index.ts";
import { claims, claimsByClass } from "./claim.kind.ts";
import { claimMutations } from "./claim.mutations.ts";
import { volumeEdges } from "./declared-volumes.resolver.ts";
import { placementEdges } from "./placement.resolver.ts";
import { storageClasses } from "./storage-class.kind.ts";
import { usersByClaim } from "./users-by-claim.ts";
import { volumes, volumesByClass } from "./volume.kind.ts";
import { ClaimResolver, StorageClassResolver, VolumeResolver } from "./volume.resolver.ts";

export { claims } from "./claim.kind.ts";
export { CLAIMS, PersistentVolumeClaim } from "./claim.type.ts";
export { DataPlacement, strictest } from "./placement.mapping.ts";
export { dataPlacementOf } from "./placement.service.ts";
export { declaredVolumesOf } from "./pod-volumes.mapping.ts";
export { STORAGE_CLASSES } from "./storage-class.type.ts";
export type { ClaimManifest, StorageClassManifest, VolumeManifest, VolumesSpec } from "./volume.manifest.ts";
export { VOLUMES } from "./volume.type.ts";
export { driverOf, volumeSourceOf } from "./volume-source.mapping.ts";

export const volumeResolvers = [
  claims.Resolver,
  volumes.Resolver,
  storageClasses.Resolver,
  ClaimResolver,
  VolumeResolver,
  StorageClassResolver,
  volumeEdges(Workload),
  volumeEdges(Pod),
  placementEdges(Workload),
  placementEdges(Pod),
  ...claimMutations,
  ...placeEdges(claims),
  ...placeEdges(volumes),
  ...placeEdges(storageClasses),
];
export const volumeIndexes = [claimsByClass, volumesByClass, ...usersByClaim];
