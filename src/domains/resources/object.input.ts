import { Field, InputType, type OrderValues, registerEnumType, StringFilter } from "../../graphql/index.ts";
import type { Manifest } from "../context.ts";

/** The conditions that filters of every kind share. */
@InputType()
export class ObjectFilter {
  @Field(() => [String], {
    nullable: true,
    description:
      "Only these clusters, by registered name; all when absent. An unknown name is an UNKNOWN_CLUSTER error.",
  })
  clusters?: readonly string[] | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on `metadata.name`." })
  name?: StringFilter | null;

  @Field(() => String, {
    nullable: true,
    description: "A Kubernetes label selector, such as `app=web,tier in (front,back),!canary`.",
  })
  labels?: string | null;
}

@InputType()
export class NamespacedObjectFilter extends ObjectFilter {
  @Field(() => [String], { nullable: true, description: "Only these namespaces; all when absent." })
  namespaces?: readonly string[] | null;
}

/** Orders that every kind has. Each kind's own order field enum begins with these. */
export const ObjectOrderField = {
  NAME: "NAME",
  NAMESPACE: "NAMESPACE",
  CLUSTER: "CLUSTER",
  CREATED_AT: "CREATED_AT",
} as const;
export type ObjectOrderField = (typeof ObjectOrderField)[keyof typeof ObjectOrderField];

export const objectOrderDescriptions = {
  NAME: { description: "By name." },
  NAMESPACE: { description: "By namespace." },
  CLUSTER: { description: "By the cluster's registered name." },
  CREATED_AT: { description: "By time of creation." },
} as const;

export const objectOrderValues: OrderValues<ObjectOrderField, Manifest> = {
  NAME: ({ name }) => name,
  NAMESPACE: ({ namespace }) => namespace,
  CLUSTER: ({ scope }) => scope.cluster,
  CREATED_AT: ({ object }) => object.metadata.creationTimestamp ?? null,
};

registerEnumType(ObjectOrderField, {
  name: "ResourceOrderField",
  description: "What resources of any kind can be ordered by.",
  valuesConfig: objectOrderDescriptions,
});
