import { placeEdges } from "../clusters/index.ts";
import { pipelines } from "./pipeline.kind.ts";
import { pipelineMutations } from "./pipeline.mutations.ts";
import { PipelineResolver, PipelineRunResolver, PodTaskRunResolver, TaskRunResolver } from "./pipeline.resolver.ts";
import { pipelineRuns, runsByPipeline } from "./pipeline-run.kind.ts";
import { taskRuns, taskRunsByRun } from "./task-run.kind.ts";

export const pipelineResolvers = [
  pipelines.Resolver,
  pipelineRuns.Resolver,
  taskRuns.Resolver,
  PipelineResolver,
  PipelineRunResolver,
  TaskRunResolver,
  PodTaskRunResolver,
  ...pipelineMutations,
  ...placeEdges(pipelines),
  ...placeEdges(pipelineRuns),
];
export const pipelineIndexes = [runsByPipeline, taskRunsByRun];
