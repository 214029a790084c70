import { Field, InputType, matching } from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import type { ResourceQuotaManifest } from "./resource-quota.manifest.ts";
import { fullestOf } from "./resource-quota.mapping.ts";
import { RESOURCE_QUOTAS, ResourceQuota } from "./resource-quota.type.ts";

@InputType({ description: "Which quotas; each condition that is given must hold." })
export class ResourceQuotaFilter extends NamespacedObjectFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: "Only those of which some resource is used up, or only the others.",
  })
  exhausted?: boolean | null;
}

export const resourceQuotas = defineKind({
  resource: RESOURCE_QUOTAS,
  name: "ResourceQuota",
  words: ["quota", "quotas"],
  type: ResourceQuota,
  filter: ResourceQuotaFilter,
  predicates: ({ exhausted }) => {
    const predicates: Predicate<ResourceQuotaManifest>[] = [];
    if (exhausted != null) predicates.push(matching(({ object }) => (fullestOf(object) ?? 0) >= 1 === exhausted));
    return predicates;
  },
  orders: {
    FULLEST_RATIO: { description: "By the part that is used.", value: ({ object }) => fullestOf(object) },
  },
});
