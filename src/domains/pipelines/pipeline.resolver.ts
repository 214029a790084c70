import {
  Args,
  byNamespace,
  type Connection,
  Costs,
  Ctx,
  every,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { PODS, Pod, type PodManifest } from "../deployments/index.ts";
import { type ArgsOf, readTarget } from "../resources/index.ts";
import { PIPELINES, Pipeline, PipelineTask } from "./pipeline.type.ts";
import { pipelineRuns, runsByPipeline } from "./pipeline-run.kind.ts";
import { PIPELINE_RUNS, PipelineRun } from "./pipeline-run.type.ts";
import type { PipelineManifest, PipelineRunManifest, TaskRunManifest } from "./run.manifest.ts";
import { orderedTasks } from "./task-order.mapping.ts";
import { taskRuns, taskRunsByRun } from "./task-run.kind.ts";
import { TASK_RUNS, TaskRun } from "./task-run.type.ts";

/** Where a pipeline leads to. */
@Resolver(() => Pipeline)
export class PipelineResolver {
  @FieldResolver(() => pipelineRuns.Connection, { nullable: true, description: "Its runs." })
  @Reads(PIPELINE_RUNS)
  @Costs({ exclusive: true })
  runs(
    @Root() { row }: Pipeline,
    @Ctx() ctx: DomainContext,
    @Args(() => pipelineRuns.Args) args: ArgsOf<typeof pipelineRuns>,
  ): Connection<PipelineRunManifest, PipelineRun> {
    const match = every([indexed(runsByPipeline, [row.name]), indexed(byNamespace, [row.namespace])]);
    return pipelineRuns.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

/** Where a run of a pipeline leads to. */
@Resolver(() => PipelineRun)
export class PipelineRunResolver {
  @FieldResolver(() => Pipeline, {
    nullable: true,
    description: "The pipeline as it is now; null without one, and when it does not exist any more or may not be seen.",
  })
  @Reads(PIPELINES)
  pipeline(@Root() { row, pipelineName }: PipelineRun, @Ctx() ctx: DomainContext): Pipeline | null {
    if (pipelineName === null) return null;
    const { cluster } = row.scope;
    const place = { cluster, resource: PIPELINES, namespace: row.namespace, name: pipelineName };
    const found = readTarget<PipelineManifest>(ctx, place);
    return found && new Pipeline(found);
  }

  @FieldResolver(() => [PipelineTask], {
    description: "The tasks of what it runs, as it was when it began, in an order in which they can run.",
  })
  @Costs({ items: 10 })
  tasks(@Root() { object }: PipelineRun): readonly PipelineTask[] {
    return orderedTasks(object.status?.pipelineSpec ?? object.spec?.pipelineSpec).map((task) => new PipelineTask(task));
  }

  @FieldResolver(() => taskRuns.Connection, { nullable: true, description: "The runs of its tasks." })
  @Reads(TASK_RUNS)
  @Costs({ exclusive: true })
  taskRuns(
    @Root() { row }: PipelineRun,
    @Ctx() ctx: DomainContext,
    @Args(() => taskRuns.Args) args: ArgsOf<typeof taskRuns>,
  ): Connection<TaskRunManifest, TaskRun> {
    const match = every([indexed(taskRunsByRun, [row.name]), indexed(byNamespace, [row.namespace])]);
    return taskRuns.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}

/** Where a run of a task leads to. */
@Resolver(() => TaskRun)
export class TaskRunResolver {
  @FieldResolver(() => PipelineRun, {
    nullable: true,
    description: "The run that made it; null where none did, and when it does not exist any more or may not be seen.",
  })
  @Reads(PIPELINE_RUNS)
  pipelineRun(@Root() { row }: TaskRun, @Ctx() ctx: DomainContext): PipelineRun | null {
    const owner = row.object.metadata.ownerReferences?.find(({ kind }) => kind === "PipelineRun");
    if (!owner) return null;
    const { cluster } = row.scope;
    const place = { cluster, resource: PIPELINE_RUNS, namespace: row.namespace, name: owner.name, uid: owner.uid };
    const found = readTarget<PipelineRunManifest>(ctx, place);
    return found && new PipelineRun(found);
  }

  @FieldResolver(() => Pod, {
    nullable: true,
    description: "Its pod; null before it has one, and when that does not exist any more or may not be seen.",
  })
  @Reads(PODS)
  pod(@Root() { row, podName }: TaskRun, @Ctx() ctx: DomainContext): Pod | null {
    if (podName === null) return null;
    const { cluster } = row.scope;
    const found = readTarget<PodManifest>(ctx, { cluster, resource: PODS, namespace: row.namespace, name: podName });
    return found && new Pod(found);
  }
}

@Resolver(() => Pod)
export class PodTaskRunResolver {
  @FieldResolver(() => TaskRun, {
    nullable: true,
    description: "The run of a task that it does; null where it does none.",
  })
  @Reads(TASK_RUNS)
  taskRun(@Root() { row }: Pod, @Ctx() ctx: DomainContext): TaskRun | null {
    const owner = row.object.metadata.ownerReferences?.find(({ kind }) => kind === "TaskRun");
    if (!owner) return null;
    const { cluster } = row.scope;
    const place = { cluster, resource: TASK_RUNS, namespace: row.namespace, name: owner.name, uid: owner.uid };
    const found = readTarget<TaskRunManifest>(ctx, place);
    return found && new TaskRun(found);
  }
}
