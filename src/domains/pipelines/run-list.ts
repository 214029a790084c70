import { matching, oneOfTest } from "../../graphql/index.ts";
import type { Predicate, Row } from "../../state/index.ts";
import type { RunManifest } from "./run.type.ts";
import { runPhaseOf } from "./run-phase.mapping.ts";
import type { RunPhaseFilter } from "./run-phase.type.ts";

/** The condition on a phase, where there is one. */
export function phasePredicates(phase: RunPhaseFilter | null | undefined): readonly Predicate<RunManifest>[] {
  if (!phase) return [];
  const test = oneOfTest(phase);
  return [matching(({ object }) => test(runPhaseOf(object.status)))];
}

/** What runs of pipelines and runs of tasks can be ordered by. */
export const runOrders = {
  STARTED_AT: {
    description: "By the time of their start.",
    value: ({ object }: Row<RunManifest>) => object.status?.startTime ?? null,
  },
  FINISHED_AT: {
    description: "By the time of their end.",
    value: ({ object }: Row<RunManifest>) => object.status?.completionTime ?? null,
  },
  PHASE: { description: "By the phase's name.", value: ({ object }: Row<RunManifest>) => runPhaseOf(object.status) },
};
