import { Field, InputType, indexed, matching, oneOfTest } from "../../graphql/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import { bytesOf, defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { CLAIMS, ClaimPhase, claimPhaseOf, PersistentVolumeClaim } from "./claim.type.ts";
import { classNameOf } from "./class-name.mapping.ts";
import type { ClaimManifest } from "./volume.manifest.ts";

export const claimsByClass: IndexDefinition = {
  name: "storageClass",
  resource: CLAIMS,
  values: ({ object }) => {
    const name = classNameOf(object as ClaimManifest);
    return name === null ? [] : [name];
  },
};

@InputType({ description: "Condition on the phase of a claim." })
export class PersistentVolumeClaimPhaseFilter {
  @Field(() => [ClaimPhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly ClaimPhase[] | null;
}

@InputType({ description: "Which claims; each condition that is given must hold." })
export class PersistentVolumeClaimFilter extends NamespacedObjectFilter {
  @Field(() => PersistentVolumeClaimPhaseFilter, { nullable: true, description: "Condition on `status.phase`." })
  phase?: PersistentVolumeClaimPhaseFilter | null;

  @Field(() => String, { nullable: true, description: "Of the storage class of this name." })
  storageClassName?: string | null;
}

export const claims = defineKind({
  resource: CLAIMS,
  name: "PersistentVolumeClaim",
  words: ["claim of storage", "claims of storage"],
  type: PersistentVolumeClaim,
  filter: PersistentVolumeClaimFilter,
  predicates: ({ phase, storageClassName }) => {
    const predicates: Predicate<ClaimManifest>[] = [];
    if (phase) {
      const test = oneOfTest(phase);
      predicates.push(matching(({ object }) => test(claimPhaseOf(object))));
    }
    if (storageClassName != null) predicates.push(indexed(claimsByClass, [storageClassName]));
    return predicates;
  },
  orders: {
    PHASE: { description: "By the phase's name.", value: ({ object }) => claimPhaseOf(object) },
    REQUESTED_BYTES: {
      description: "By how much it asks for.",
      value: ({ object }) => bytesOf(object.spec?.resources?.requests?.storage),
    },
  },
});
