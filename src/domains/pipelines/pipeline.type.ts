import { Costs, Field, Int, ObjectType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import { PipelineParameter } from "./named-value.type.ts";
import type { PipelineManifest } from "./run.manifest.ts";
import { type OrderedTask, orderedTasks } from "./task-order.mapping.ts";

export const PIPELINES = "tekton.dev/pipelines";

@ObjectType({ description: "A task in its place within a pipeline." })
export class PipelineTask {
  readonly #ordered: OrderedTask;

  constructor(ordered: OrderedTask) {
    this.#ordered = ordered;
  }

  @Field(() => String, { description: "Its name within the pipeline." })
  get name(): string {
    return this.#ordered.task.name ?? "";
  }

  @Field(() => String, { nullable: true, description: "Its name for people, where it has one." })
  get displayName(): string | null {
    return this.#ordered.task.displayName || null;
  }

  @Field(() => String, {
    nullable: true,
    description: "The Task, or whatever else, that it refers to; null where the pipeline says itself what it does.",
  })
  get taskName(): string | null {
    return this.#ordered.task.taskRef?.name || null;
  }

  @Field(() => [String], {
    description: "The tasks that must have ended before: those that it names, and those whose results it uses.",
  })
  get runAfter(): readonly string[] {
    return this.#ordered.after;
  }

  @Field(() => Boolean, { description: "It runs at the end, whatever came of the others. Source: `spec.finally`." })
  get final(): boolean {
    return this.#ordered.isFinal;
  }

  @Field(() => Int, {
    description: "How many tasks stand before it, on the longest way; those of equal depth may run at the same time.",
  })
  get depth(): number {
    return this.#ordered.depth;
  }
}

@ShownFor(PIPELINES)
@ObjectType("Pipeline", {
  implements: KubernetesObject,
  description: "Tasks, and the order in which they run. Source: tekton.dev/v1 Pipeline.",
})
export class Pipeline extends KubernetesObject<PipelineManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { nullable: true, description: "`spec.description`: what it is for." })
  get description(): string | null {
    return this.object.spec?.description || null;
  }

  @Field(() => [PipelineParameter], { description: "What can be given to a run of it." })
  @Costs({ items: 5 })
  get parameters(): readonly PipelineParameter[] {
    return (this.object.spec?.params ?? []).map((parameter) => new PipelineParameter(parameter));
  }

  @Field(() => [String], { description: "Names of its workspaces that a run must give. Source: `spec.workspaces`." })
  get requiredWorkspaces(): readonly string[] {
    return (this.object.spec?.workspaces ?? []).filter(({ optional }) => !optional).map(({ name = "" }) => name);
  }

  @Field(() => [PipelineTask], { description: "Its tasks in an order in which they can run; the final ones last." })
  @Costs({ items: 10 })
  get tasks(): readonly PipelineTask[] {
    return orderedTasks(this.object.spec).map((task) => new PipelineTask(task));
  }
}
