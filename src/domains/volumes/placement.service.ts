import { FairwayError } from "../../errors/index.ts";
import type { ObjectRef, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { CLAIMS } from "./claim.type.ts";
import type { DataVolumeParts } from "./data-volume.type.ts";
import { type DataPlacement, placementOfClaim, placementOfPodVolume, strictest } from "./placement.mapping.ts";
import { type DeclaredVolume, declaredVolumesOf, mountPathsOf } from "./pod-volumes.mapping.ts";
import type { ClaimManifest, VolumeManifest } from "./volume.manifest.ts";
import { VOLUMES } from "./volume.type.ts";

/** The volumes of a pod, or of what makes pods; of a StatefulSet's claims one for each pod. */
export function dataVolumesOf(ctx: DomainContext, row: Row<Manifest>): readonly DataVolumeParts[] {
  return declaredVolumesOf(row.object).flatMap((declared): DataVolumeParts[] => {
    const { name, source, claimNames } = declared;
    const parts = { name, mountPaths: mountPathsOf(declared), source };
    if (claimNames.length === 0) {
      const placement = declared.template
        ? placementOfClaim(declared.template, null)
        : placementOfPodVolume(source, { claim: null, volume: null });
      return [{ ...parts, claimName: null, claim: null, placement }];
    }
    return claimNames.map((claimName) => ({ ...parts, ...readClaim(ctx, row, declared, claimName) }));
  });
}

export function dataPlacementOf(ctx: DomainContext, row: Row<Manifest>): DataPlacement | null {
  return strictest(dataVolumesOf(ctx, row).map(({ placement }) => placement));
}

function readClaim(ctx: DomainContext, row: Row<Manifest>, { template }: DeclaredVolume, claimName: string) {
  const { cluster } = row.scope;
  const claim = look<ClaimManifest>(ctx, { cluster, resource: CLAIMS, namespace: row.namespace, name: claimName });
  const volumeName = claim?.object.spec?.volumeName;
  const volume = volumeName
    ? look<VolumeManifest>(ctx, { cluster, resource: VOLUMES, namespace: "", name: volumeName })
    : null;
  const spec = claim?.object.spec ?? template;
  return { claimName, claim, placement: spec && placementOfClaim(spec, volume?.object ?? null) };
}

/** What a cluster cannot say is not known, as what may not be seen. */
function look<T>({ reader }: DomainContext, ref: ObjectRef): Row<T> | null {
  try {
    return reader.get<T>(ref);
  } catch (error) {
    if (error instanceof FairwayError) return null;
    throw error;
  }
}
