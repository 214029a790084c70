import { defineObjectDeletion, defineObjectMutation, usedBy } from "../resources/index.ts";
import {
  PersistentVolumeClaimCreateInput,
  PersistentVolumeClaimDeleteInput,
  PersistentVolumeClaimExpandInput,
} from "./claim.input.ts";
import { CLAIMS, PersistentVolumeClaim } from "./claim.type.ts";
import { createClaim } from "./claim-create.service.ts";
import { expandClaim } from "./claim-expand.service.ts";
import { claimUsersOf } from "./claim-users.service.ts";

const answered = { field: "persistentVolumeClaim", type: PersistentVolumeClaim } as const;

export const claimMutations = [
  defineObjectMutation({
    ...answered,
    name: "persistentVolumeClaimCreate",
    description: "Makes a claim of storage. One that is there already is a CONFLICT.",
    input: PersistentVolumeClaimCreateInput,
    inputDescription: "Where, and what it asks for.",
    fieldDescription:
      "The claim as the API server answered with it: its volume follows later. Null when there are errors.",
    write: createClaim,
  }),
  defineObjectMutation({
    ...answered,
    name: "persistentVolumeClaimExpand",
    description:
      "Makes a claim of storage larger, where its storage class allows that. Nothing makes it smaller again.",
    input: PersistentVolumeClaimExpandInput,
    inputDescription: "Which one, and how large.",
    fieldDescription:
      "The claim as the API server answered with it: `capacity` follows when the volume has grown. Null when there are errors.",
    write: expandClaim,
  }),
  defineObjectDeletion({
    name: "persistentVolumeClaimDelete",
    description:
      "Deletes a claim of storage that nothing uses, as far as the caller may see. What becomes of the data says `reclaimPolicy` of its volume.",
    resource: CLAIMS,
    input: PersistentVolumeClaimDeleteInput,
    refusals: (ctx, target, { force }) =>
      usedBy(force ? [] : claimUsersOf(ctx, target).map(({ object: { kind }, name }) => ({ kind, name }))),
  }),
];
