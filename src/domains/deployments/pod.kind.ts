import { indexed, matching, oneOfTest } from "../../graphql/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import { defineKind } from "../resources/index.ts";
import { PodFilter } from "./pod.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { isReady, phaseOf, restartCountOf } from "./pod.mapping.ts";
import { PODS, Pod } from "./pod.type.ts";
import { imagePredicates } from "./template-predicates.ts";

export const podsByNode: IndexDefinition = {
  name: "node",
  resource: PODS,
  values: ({ object }) => {
    const { spec } = object as PodManifest;
    return spec?.nodeName ? [spec.nodeName] : [];
  },
};

export const pods = defineKind({
  resource: PODS,
  name: "Pod",
  words: ["pod", "pods"],
  type: Pod,
  filter: PodFilter,
  predicates: (filter) => {
    const { phase, nodeName, ready } = filter;
    const predicates: Predicate<PodManifest>[] = [...imagePredicates<PodManifest>(filter, ({ spec }) => spec)];
    if (ready != null) predicates.push(matching(({ object }) => isReady(object) === ready));
    if (phase) {
      const test = oneOfTest(phase);
      predicates.push(matching(({ object }) => test(phaseOf(object))));
    }
    if (nodeName != null) predicates.push(indexed(podsByNode, [nodeName]));
    return predicates;
  },
  orders: {
    PHASE: { description: "By the phase's name.", value: ({ object }) => phaseOf(object) },
    NODE_NAME: { description: "By the name of the node.", value: ({ object }) => object.spec?.nodeName ?? null },
    RESTART_COUNT: { description: "By the number of restarts.", value: ({ object }) => restartCountOf(object) },
  },
});
