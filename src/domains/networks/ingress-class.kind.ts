import { Field, InputType, matching, ObjectType } from "../../graphql/index.ts";
import type { Manifest } from "../context.ts";
import { defineKind, KubernetesObject, ObjectFilter, ShownFor } from "../resources/index.ts";

export const INGRESS_CLASSES = "networking.k8s.io/ingressclasses";

export interface IngressClassManifest extends Manifest {
  readonly spec?: { readonly controller?: string };
}

@ShownFor(INGRESS_CLASSES)
@ObjectType("IngressClass", {
  implements: KubernetesObject,
  description: "Which controller serves ingresses. Source: networking.k8s.io/v1 IngressClass.",
})
export class IngressClass extends KubernetesObject<IngressClassManifest> {
  @Field(() => String, { description: "The controller, as in `k8s.io/ingress-nginx`. Source: `spec.controller`." })
  get controller(): string {
    return this.object.spec?.controller ?? "";
  }

  @Field(() => Boolean, {
    description:
      "Ingresses that name no class get it. Source: the annotation `ingressclass.kubernetes.io/is-default-class`.",
  })
  get default(): boolean {
    return this.object.metadata.annotations?.["ingressclass.kubernetes.io/is-default-class"] === "true";
  }
}

@InputType({ description: "Which ingress classes; each condition that is given must hold." })
export class IngressClassFilter extends ObjectFilter {
  @Field(() => String, { nullable: true, description: "Of this controller." })
  controller?: string | null;
}

export const ingressClasses = defineKind({
  resource: INGRESS_CLASSES,
  name: "IngressClass",
  plural: "ingressClasses",
  words: ["ingress class", "ingress classes"],
  type: IngressClass,
  filter: IngressClassFilter,
  clusterScoped: true,
  predicates: ({ controller }) =>
    controller == null ? [] : [matching(({ object }) => object.spec?.controller === controller)],
});
