import { Field, InputType, matching, oneOfTest } from "../../graphql/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
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
}

export const services = defineKind({
  resource: SERVICES,
  name: "Service",
  words: ["service", "services"],
  type: Service,
  filter: ServiceFilter,
  predicates: ({ type }) => {
    if (!type) return [];
    const test = oneOfTest(type);
    return [matching(({ object }) => test(serviceTypeOf(object)))];
  },
  orders: {
    TYPE: { description: "By the type's name.", value: ({ object }) => serviceTypeOf(object) },
  },
});
