import { Field, InputType, matching } from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import { defineKind, ObjectFilter } from "../resources/index.ts";
import { isDefaultClass, STORAGE_CLASSES, StorageClass } from "./storage-class.type.ts";
import type { StorageClassManifest } from "./volume.manifest.ts";

@InputType({ description: "Which storage classes; each condition that is given must hold." })
export class StorageClassFilter extends ObjectFilter {
  @Field(() => String, { nullable: true, description: "Of this provisioner." })
  provisioner?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only the default ones, or only the others." })
  default?: boolean | null;
}

export const storageClasses = defineKind({
  resource: STORAGE_CLASSES,
  name: "StorageClass",
  plural: "storageClasses",
  words: ["storage class", "storage classes"],
  type: StorageClass,
  filter: StorageClassFilter,
  clusterScoped: true,
  predicates: ({ provisioner, default: isDefault }) => {
    const predicates: Predicate<StorageClassManifest>[] = [];
    if (provisioner != null) predicates.push(matching(({ object }) => object.provisioner === provisioner));
    if (isDefault != null) predicates.push(matching(({ object }) => isDefaultClass(object) === isDefault));
    return predicates;
  },
  orders: {
    PROVISIONER: { description: "By the provisioner's name.", value: ({ object }) => object.provisioner ?? null },
  },
});
