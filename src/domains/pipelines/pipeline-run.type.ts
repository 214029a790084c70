import { Costs, Field, ObjectType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { PipelineRunManifest } from "./run.manifest.ts";
import { Run } from "./run.type.ts";

export const PIPELINE_RUNS = "tekton.dev/pipelineruns";

@ObjectType({ description: "A task that a run left out. Source: `status.skippedTasks`." })
export class SkippedTask {
  @Field(() => String, { description: "Its name within the pipeline." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "Why." })
  readonly reason!: string | null;
}

@ShownFor(PIPELINE_RUNS)
@ObjectType("PipelineRun", {
  implements: KubernetesObject,
  description: "A run of a pipeline. Source: tekton.dev/v1 PipelineRun.",
})
export class PipelineRun extends Run<PipelineRunManifest> {
  @Field(() => String, {
    nullable: true,
    description: "Name of the pipeline that it runs; null where the run says itself what it does.",
  })
  get pipelineName(): string | null {
    return this.object.spec?.pipelineRef?.name || null;
  }

  @Field(() => [SkippedTask], { description: "The tasks that it left out, and why." })
  @Costs({ items: 3 })
  get skippedTasks(): readonly SkippedTask[] {
    return (this.object.status?.skippedTasks ?? []).map(({ name = "", reason }) => ({ name, reason: reason ?? null }));
  }
}
