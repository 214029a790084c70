import { matching } from "../../graphql/index.ts";
import { defineKind } from "../resources/index.ts";
import { PodDisruptionBudgetFilter } from "./pod-disruption-budget.input.ts";
import { POD_DISRUPTION_BUDGETS, PodDisruptionBudget } from "./pod-disruption-budget.type.ts";

export const podDisruptionBudgets = defineKind({
  resource: POD_DISRUPTION_BUDGETS,
  name: "PodDisruptionBudget",
  words: ["disruption budget", "disruption budgets"],
  type: PodDisruptionBudget,
  filter: PodDisruptionBudgetFilter,
  predicates: ({ blocking }) =>
    blocking == null ? [] : [matching(({ object }) => ((object.status?.disruptionsAllowed ?? 0) === 0) === blocking)],
  orders: {
    DISRUPTIONS_ALLOWED: {
      description: "By the number of pods that may be evicted now.",
      value: ({ object }) => object.status?.disruptionsAllowed ?? 0,
    },
  },
});
