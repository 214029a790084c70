import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import {
  attempt,
  type Change,
  quantityOf,
  type Read,
  readAndPatchObject,
  refused,
  targetOf,
  type WriteResult,
} from "../resources/index.ts";
import type { PersistentVolumeClaimExpandInput } from "./claim.input.ts";
import { CLAIMS } from "./claim.type.ts";
import { classNameOf } from "./class-name.mapping.ts";
import { storageFaults } from "./storage-amount.mapping.ts";
import { STORAGE_CLASSES } from "./storage-class.type.ts";
import type { ClaimManifest, StorageClassManifest } from "./volume.manifest.ts";

/** Makes a claim larger. Whether its class lets it is read of the class as the caller; who may not see that hears it of the API server. */
export function expandClaim(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, storage, expectedResourceVersion, dryRun }: PersistentVolumeClaimExpandInput,
): WriteResult<ClaimManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, CLAIMS, by, "input.by"));
    const faults = storageFaults(storage);
    if (faults.length > 0) return refused(...faults);
    return readAndPatchObject<ClaimManifest>(ctx, tried, {
      target,
      expectedResourceVersion,
      dryRun,
      change: async (claim, read): Promise<Change> => {
        const refusal = expansionFault(claim, storage) ?? (await classFault(claim, target.cluster, read));
        if (refusal) return { refusals: [refusal] };
        return { merge: { spec: { resources: { requests: { storage } } } }, inputPaths: {} };
      },
      // In these words the admission of the API server refuses, and calls it forbidden.
      mendable: ({ message }) => (/must support resize/.test(message) ? notExpandable("Its storage class") : null),
    });
  });
}

/** Why a claim cannot be made so large, as far as it says so itself. */
export function expansionFault(claim: ClaimManifest, storage: string): UserError | null {
  const { spec, status } = claim;
  const before = spec?.resources?.requests?.storage;
  if ((quantityOf(storage) ?? 0) < (quantityOf(before) ?? 0)) {
    return new UserError("INVALID", `A claim only grows, and this one asks for ${before} already`, "input.storage");
  }
  if (status?.phase !== "Bound") {
    return new UserError("INVALID", "It has no volume yet that could be made larger", "input.by");
  }
  if (classNameOf(claim) === null) return notExpandable("It has no storage class, and the volume of such a claim");
  return null;
}

async function classFault(claim: ClaimManifest, cluster: string, read: Read): Promise<UserError | null> {
  const name = classNameOf(claim) ?? "";
  try {
    const storageClass: StorageClassManifest = await read({ cluster, resource: STORAGE_CLASSES, namespace: "", name });
    return storageClass.allowVolumeExpansion ? null : notExpandable(`Its storage class ${JSON.stringify(name)}`);
  } catch (error) {
    if (!(error instanceof FairwayError)) throw error;
    if (error.code === "NOT_FOUND")
      return notExpandable(`Its storage class ${JSON.stringify(name)} is gone: such a one`);
    if (error.code === "FORBIDDEN") return null;
    throw error;
  }
}

function notExpandable(who: string): UserError {
  return new UserError("INVALID", `${who} does not allow it to be made larger`, "input.by");
}
