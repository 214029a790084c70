import { Field, InputType, indexed, matching, oneOfTest } from "../../graphql/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import { bytesOf, defineKind, ObjectFilter } from "../resources/index.ts";
import { classNameOf } from "./class-name.mapping.ts";
import type { VolumeManifest } from "./volume.manifest.ts";
import { PersistentVolume, VOLUMES, VolumePhase, volumePhaseOf } from "./volume.type.ts";
import { VolumeSourceType, volumeSourceOf } from "./volume-source.mapping.ts";

export const volumesByClass: IndexDefinition = {
  name: "storageClass",
  resource: VOLUMES,
  values: ({ object }) => {
    const name = classNameOf(object as VolumeManifest);
    return name === null ? [] : [name];
  },
};

@InputType({ description: "Condition on the phase of a persistent volume." })
export class PersistentVolumePhaseFilter {
  @Field(() => [VolumePhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly VolumePhase[] | null;
}

@InputType({ description: "Condition on the plugin that a volume comes from." })
export class VolumeSourceTypeFilter {
  @Field(() => [VolumeSourceType], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly VolumeSourceType[] | null;
}

@InputType({ description: "Which persistent volumes; each condition that is given must hold." })
export class PersistentVolumeFilter extends ObjectFilter {
  @Field(() => PersistentVolumePhaseFilter, { nullable: true, description: "Condition on `status.phase`." })
  phase?: PersistentVolumePhaseFilter | null;

  @Field(() => VolumeSourceTypeFilter, { nullable: true, description: "Condition on the plugin." })
  source?: VolumeSourceTypeFilter | null;

  @Field(() => String, { nullable: true, description: "Of the storage class of this name." })
  storageClassName?: string | null;
}

export const volumes = defineKind({
  resource: VOLUMES,
  name: "PersistentVolume",
  words: ["persistent volume", "persistent volumes"],
  type: PersistentVolume,
  filter: PersistentVolumeFilter,
  clusterScoped: true,
  predicates: ({ phase, source, storageClassName }) => {
    const predicates: Predicate<VolumeManifest>[] = [];
    if (phase) {
      const test = oneOfTest(phase);
      predicates.push(matching(({ object }) => test(volumePhaseOf(object))));
    }
    if (source) {
      const test = oneOfTest(source);
      predicates.push(matching(({ object }) => test(volumeSourceOf(object.spec).type)));
    }
    if (storageClassName != null) predicates.push(indexed(volumesByClass, [storageClassName]));
    return predicates;
  },
  orders: {
    PHASE: { description: "By the phase's name.", value: ({ object }) => volumePhaseOf(object) },
    CAPACITY_BYTES: {
      description: "By how much it holds.",
      value: ({ object }) => bytesOf(object.spec?.capacity?.storage),
    },
  },
});
