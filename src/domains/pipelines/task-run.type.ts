import { Costs, DateTime, Field, Int, ObjectType } from "../../graphql/index.ts";
import { ContainerPhase } from "../deployments/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { StepStateManifest, TaskRunManifest } from "./run.manifest.ts";
import { Run } from "./run.type.ts";

export const TASK_RUNS = "tekton.dev/taskruns";

/** Tekton's own label on the runs that a run of a pipeline made. */
const TASK_LABEL = "tekton.dev/pipelineTask";

@ObjectType({ description: "One step of a task run: a container of its pod. Source: `status.steps`." })
export class TaskRunStep {
  readonly #state: StepStateManifest;

  constructor(state: StepStateManifest) {
    this.#state = state;
  }

  @Field(() => String, { description: "Its name within the task." })
  get name(): string {
    return this.#state.name ?? "";
  }

  @Field(() => String, { nullable: true, description: "Name of its container, for its logs." })
  get container(): string | null {
    return this.#state.container || null;
  }

  @Field(() => ContainerPhase, { description: "Whether it waits, runs or has ended." })
  get phase(): ContainerPhase {
    if (this.#state.terminated) return ContainerPhase.TERMINATED;
    return this.#state.running ? ContainerPhase.RUNNING : ContainerPhase.WAITING;
  }

  @Field(() => String, { nullable: true, description: "Why, in one word: `Completed`, `Error`, `TimeoutExceeded`." })
  get reason(): string | null {
    const { terminationReason, terminated, waiting } = this.#state;
    return terminationReason || terminated?.reason || waiting?.reason || null;
  }

  @Field(() => Int, { nullable: true, description: "Its exit code; null before it has ended." })
  get exitCode(): number | null {
    return this.#state.terminated?.exitCode ?? null;
  }

  @Field(() => DateTime, { nullable: true, description: "When it began; null before." })
  get startedAt(): string | null {
    return this.#state.terminated?.startedAt ?? this.#state.running?.startedAt ?? null;
  }

  @Field(() => DateTime, { nullable: true, description: "When it ended; null before." })
  get finishedAt(): string | null {
    return this.#state.terminated?.finishedAt ?? null;
  }
}

@ShownFor(TASK_RUNS)
@ObjectType("TaskRun", {
  implements: KubernetesObject,
  description: "A run of one task, in a pod of its own. Source: tekton.dev/v1 TaskRun.",
})
export class TaskRun extends Run<TaskRunManifest> {
  @Field(() => String, {
    nullable: true,
    description:
      "Its name within the pipeline; null where no pipeline runs it. Source: the label `tekton.dev/pipelineTask`.",
  })
  get pipelineTaskName(): string | null {
    return this.object.metadata.labels?.[TASK_LABEL] || null;
  }

  @Field(() => [TaskRunStep], { description: "Its steps, in their order." })
  @Costs({ items: 5 })
  get steps(): readonly TaskRunStep[] {
    return (this.object.status?.steps ?? []).map((state) => new TaskRunStep(state));
  }

  @Field(() => Int, { description: "How often it was tried again. Source: `status.retriesStatus`." })
  get retryCount(): number {
    return this.object.status?.retriesStatus?.length ?? 0;
  }

  @Field(() => String, { nullable: true, description: "Name of its pod; null before it has one." })
  get podName(): string | null {
    return this.object.status?.podName || null;
  }
}
