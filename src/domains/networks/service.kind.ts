import { Field, InputType, matching, oneOfTest } from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { isExternal } from "./external-service.mapping.ts";
import type { ServiceManifest } from "./network.manifest.ts";
import { SERVICES, Service, ServiceType, serviceTypeOf } from "./service.type.ts";

@InputType({ description: "Condition on the type of a service." })
export class ServiceTypeFilter {
  @Field(() => [ServiceType], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly ServiceType[] | null;
}

@InputType({ description: "Which services; each condition that is given must hold." })
export class ServiceFilter extends NamespacedObjectFilter {
  @Field(() => ServiceTypeFilter, { nullable: true, description: "Condition on `spec.type`." })
  type?: ServiceTypeFilter | null;

  @Field(() => Boolean, { nullable: true, description: "Only those that lead out of the cluster, or only the others." })
  external?: boolean | null;
}

export const services = defineKind({
  resource: SERVICES,
  name: "Service",
  words: ["service", "services"],
  type: Service,
  filter: ServiceFilter,
  predicates: ({ type, external }) => {
    const predicates: Predicate<ServiceManifest>[] = [];
    if (type) {
      const test = oneOfTest(type);
      predicates.push(matching(({ object }) => test(serviceTypeOf(object))));
    }
    if (external != null) predicates.push(matching(({ object }) => isExternal(object) === external));
    return predicates;
  },
  orders: {
    TYPE: { description: "By the type's name.", value: ({ object }) => serviceTypeOf(object) },
  },
});
