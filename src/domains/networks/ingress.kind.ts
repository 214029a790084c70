import { Field, InputType, matching } from "../../graphql/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { INGRESSES, Ingress } from "./ingress.type.ts";
import type { IngressManifest } from "./network.manifest.ts";
import { backendServicesOf, ingressClassOf, routesOf } from "./network.mapping.ts";

/** Ingresses under the services behind them, as `namespace/name`. */
export const ingressesByService: IndexDefinition = {
  name: "service",
  resource: INGRESSES,
  values: ({ object, namespace }) =>
    backendServicesOf(object as IngressManifest).map((service) => `${namespace}/${service}`),
};

@InputType({ description: "Which ingresses; each condition that is given must hold." })
export class IngressFilter extends NamespacedObjectFilter {
  @Field(() => String, { nullable: true, description: "Of the class of this name." })
  className?: string | null;

  @Field(() => String, { nullable: true, description: "With a rule for exactly this host." })
  host?: string | null;
}

export const ingresses = defineKind({
  resource: INGRESSES,
  name: "Ingress",
  plural: "ingresses",
  words: ["ingress", "ingresses"],
  type: Ingress,
  filter: IngressFilter,
  predicates: ({ className, host }) => {
    const predicates: Predicate<IngressManifest>[] = [];
    if (className != null) predicates.push(matching(({ object }) => ingressClassOf(object) === className));
    if (host != null) predicates.push(matching(({ object }) => routesOf(object).some((route) => route.host === host)));
    return predicates;
  },
  orders: {
    CLASS: { description: "By the name of the class.", value: ({ object }) => ingressClassOf(object) },
  },
});
