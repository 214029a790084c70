import { matching, oneOfTest } from "../../graphql/index.ts";
import { defineKind } from "../resources/index.ts";
import { NamespaceByInput, NamespaceFilter } from "./namespace.input.ts";
import { NAMESPACES, Namespace, phaseOf } from "./namespace.type.ts";

export const namespaces = defineKind({
  resource: NAMESPACES,
  name: "Namespace",
  words: ["namespace", "namespaces"],
  type: Namespace,
  filter: NamespaceFilter,
  clusterScoped: true,
  by: NamespaceByInput,
  predicates: ({ phase }) => {
    if (!phase) return [];
    const test = oneOfTest(phase);
    return [matching(({ object }) => test(phaseOf(object)))];
  },
});
