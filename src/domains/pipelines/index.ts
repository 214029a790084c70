import { applicationOfPart, byApplication, partsOf } from "../applications/index.ts";
import { placeEdges } from "../clusters/index.ts";
import { pipelines } from "./pipeline.kind.ts";
import { pipelineMutations } from "./pipeline.mutations.ts";
import { PipelineResolver, PipelineRunResolver, PodTaskRunResolver, TaskRunResolver } from "./pipeline.resolver.ts";
import { PIPELINES, Pipeline } from "./pipeline.type.ts";
import { pipelineRuns, runsByPipeline } from "./pipeline-run.kind.ts";
import { PIPELINE_RUNS, PipelineRun } from "./pipeline-run.type.ts";
import { taskRuns, taskRunsByRun } from "./task-run.kind.ts";

export const pipelineResolvers = [
  pipelines.Resolver,
  pipelineRuns.Resolver,
  taskRuns.Resolver,
  PipelineResolver,
  PipelineRunResolver,
  TaskRunResolver,
  PodTaskRunResolver,
  partsOf(pipelines),
  partsOf(pipelineRuns),
  applicationOfPart(Pipeline),
  applicationOfPart(PipelineRun),
  ...pipelineMutations,
  ...placeEdges(pipelines),
  ...placeEdges(pipelineRuns),
];
/** Tekton gives a run the labels of its pipeline, and so the application that it works for. */
const applications = [PIPELINES, PIPELINE_RUNS].map((resource) => ({ ...byApplication, resource }));

export const pipelineIndexes = [runsByPipeline, taskRunsByRun, ...applications];
