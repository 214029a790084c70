import { placeEdges } from "../clusters/index.ts";
import { Pod, Workload } from "../deployments/index.ts";
import { claims, claimsByClass } from "./claim.kind.ts";
import { placementEdges } from "./placement.resolver.ts";
import { podsByClaim } from "./pods-by-claim.ts";
import { storageClasses } from "./storage-class.kind.ts";
import { volumes, volumesByClass } from "./volume.kind.ts";
import { ClaimResolver, PodClaimsResolver, StorageClassResolver, VolumeResolver } from "./volume.resolver.ts";

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
  PodClaimsResolver,
  placementEdges(Workload),
  placementEdges(Pod),
  ...placeEdges(claims),
  ...placeEdges(volumes),
  ...placeEdges(storageClasses),
];
export const volumeIndexes = [claimsByClass, volumesByClass, podsByClaim];
