import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, createObject, type NewObject, refused, type WriteResult } from "../resources/index.ts";
import type { PersistentVolumeClaimCreateInput } from "./claim.input.ts";
import { CLAIMS } from "./claim.type.ts";
import { storageFaults } from "./storage-amount.mapping.ts";
import type { ClaimManifest } from "./volume.manifest.ts";

export function createClaim(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: PersistentVolumeClaimCreateInput,
): WriteResult<ClaimManifest> | null {
  const { cluster, namespace, name, storage, accessModes, dryRun } = input;
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const place = { cluster, resource: CLAIMS, namespace };
    tried.at({ ...place, name });
    const faults = [...storageFaults(storage)];
    if (accessModes.length === 0) {
      faults.push(new UserError("INVALID", "There must be one access mode at least", "input.accessModes"));
    }
    if (faults.length > 0) return refused(...faults);
    return createObject<ClaimManifest>(ctx, tried, {
      ...place,
      body: claimOf(input),
      dryRun,
      inputPaths: {
        "metadata.name": "input.name",
        "metadata.labels": "input.labels",
        "spec.accessModes": "input.accessModes",
        "spec.resources[storage]": "input.storage",
        "spec.storageClassName": "input.storageClassName",
        "spec.volumeName": "input.volumeName",
      },
    });
  });
}

export function claimOf(input: PersistentVolumeClaimCreateInput): NewObject {
  const { name, namespace, labels, storage, accessModes, storageClassName, volumeMode, volumeName } = input;
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace, ...(labels && { labels }) },
    spec: {
      accessModes,
      resources: { requests: { storage } },
      volumeMode,
      // Empty is not the same as absent.
      ...(storageClassName != null && { storageClassName }),
      ...(volumeName && { volumeName }),
    },
  };
}
