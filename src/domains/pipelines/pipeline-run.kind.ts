import { Field, InputType, indexed } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { PIPELINE_RUNS, PipelineRun } from "./pipeline-run.type.ts";
import type { PipelineRunManifest } from "./run.manifest.ts";
import { phasePredicates, runOrders } from "./run-list.ts";
import { RunPhaseFilter } from "./run-phase.type.ts";

/** Runs by the name of their pipeline; as a pipeline is in the namespace of its runs, names of several namespaces meet here. */
export const runsByPipeline: IndexDefinition = {
  name: "pipeline",
  resource: PIPELINE_RUNS,
  values: ({ object }) => {
    const { spec } = object as PipelineRunManifest;
    return spec?.pipelineRef?.name ? [spec.pipelineRef.name] : [];
  },
};

@InputType({ description: "Which runs of pipelines; each condition that is given must hold." })
export class PipelineRunFilter extends NamespacedObjectFilter {
  @Field(() => RunPhaseFilter, { nullable: true, description: "Condition on the phase." })
  phase?: RunPhaseFilter | null;

  @Field(() => String, { nullable: true, description: "Only runs of pipelines of this name." })
  pipelineName?: string | null;
}

export const pipelineRuns = defineKind({
  resource: PIPELINE_RUNS,
  name: "PipelineRun",
  words: ["run of a pipeline", "runs of pipelines"],
  type: PipelineRun,
  filter: PipelineRunFilter,
  predicates: ({ phase, pipelineName }) => [
    ...phasePredicates(phase),
    ...(pipelineName == null ? [] : [indexed(runsByPipeline, [pipelineName])]),
  ],
  orders: runOrders,
});
