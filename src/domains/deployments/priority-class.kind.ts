import { Field, InputType, matching } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, ObjectFilter } from "../resources/index.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS } from "./pod.type.ts";
import { PRIORITY_CLASSES, PriorityClass } from "./priority-class.type.ts";

@InputType({ description: "Which priority classes; each condition that is given must hold." })
export class PriorityClassFilter extends ObjectFilter {
  @Field(() => Boolean, { nullable: true, description: "Only the one that is the default, or only the others." })
  globalDefault?: boolean | null;
}

/** Pods under the name of their class. */
export const podsByPriorityClass: IndexDefinition = {
  name: "priority class",
  resource: PODS,
  values: ({ object }) => {
    const name = (object as PodManifest).spec?.priorityClassName;
    return name ? [name] : [];
  },
};

export const priorityClasses = defineKind({
  resource: PRIORITY_CLASSES,
  name: "PriorityClass",
  plural: "priorityClasses",
  words: ["priority class", "priority classes"],
  type: PriorityClass,
  filter: PriorityClassFilter,
  clusterScoped: true,
  predicates: ({ globalDefault }) =>
    globalDefault == null ? [] : [matching(({ object }) => (object.globalDefault ?? false) === globalDefault)],
  orders: { VALUE: { description: "By how important it is.", value: ({ object }) => object.value ?? 0 } },
});
