import { Field, InputType, indexed } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import type { TaskRunManifest } from "./run.manifest.ts";
import { phasePredicates, runOrders } from "./run-list.ts";
import { RunPhaseFilter } from "./run-phase.type.ts";
import { TASK_RUNS, TaskRun } from "./task-run.type.ts";

/** Tekton's own label on the runs of tasks that a run of a pipeline made. */
const RUN_LABEL = "tekton.dev/pipelineRun";

export const taskRunsByRun: IndexDefinition = {
  name: "pipelineRun",
  resource: TASK_RUNS,
  values: ({ object }) => {
    const run = (object as TaskRunManifest).metadata.labels?.[RUN_LABEL];
    return run ? [run] : [];
  },
};

@InputType({ description: "Which runs of tasks; each condition that is given must hold." })
export class TaskRunFilter extends NamespacedObjectFilter {
  @Field(() => RunPhaseFilter, { nullable: true, description: "Condition on the phase." })
  phase?: RunPhaseFilter | null;

  @Field(() => String, { nullable: true, description: "Only those that the run of a pipeline of this name made." })
  pipelineRunName?: string | null;
}

export const taskRuns = defineKind({
  resource: TASK_RUNS,
  name: "TaskRun",
  words: ["run of a task", "runs of tasks"],
  type: TaskRun,
  filter: TaskRunFilter,
  predicates: ({ phase, pipelineRunName }) => [
    ...phasePredicates(phase),
    ...(pipelineRunName == null ? [] : [indexed(taskRunsByRun, [pipelineRunName])]),
  ],
  orders: runOrders,
});
