import { DateTime, Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { Condition, ShownFor } from "../resources/index.ts";
import type { JobManifest } from "./job.manifest.ts";
import { JobPhase, jobPhaseOf, wantedPodsOf } from "./job.mapping.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";
import { Workload } from "./workload.type.ts";

export const JOBS = "batch/jobs";

registerEnumType(JobPhase, {
  name: "JobPhase",
  description: "Where a job is in its life. Source: its conditions, `spec.suspend` and its counts of pods.",
  valuesConfig: {
    SUSPENDED: { description: "Nothing runs until it is resumed." },
    PENDING: { description: "It has no pods yet." },
    RUNNING: { description: "It has pods." },
    SUCCEEDED: { description: "It is complete." },
    FAILED: { description: "It has given up." },
  },
});

@ShownFor(JOBS)
@ObjectType("Job", {
  implements: Workload,
  description: "Pods that run until enough of them have succeeded. Source: batch/v1 Job.",
})
export class Job extends Workload<JobManifest> {
  override get template(): PodTemplateManifest | undefined {
    return this.object.spec?.template;
  }

  override get podSelector(): LabelSelectorManifest | undefined {
    return this.object.spec?.selector;
  }

  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, {
    description:
      "How many pods are to run now: `spec.parallelism`, but no more than are still to succeed; 0 once it has ended or while it is suspended.",
  })
  override get replicas(): number {
    return wantedPodsOf(this.object);
  }

  @Field(() => Int, { description: "How many pods are pending or running. Source: `status.active`." })
  override get currentReplicas(): number {
    return this.object.status?.active ?? 0;
  }

  @Field(() => Int, { description: "How many pods are ready. Source: `status.ready`." })
  override get readyReplicas(): number {
    return this.object.status?.ready ?? 0;
  }

  @Field(() => JobPhase, { description: "Where it is in its life." })
  get phase(): JobPhase {
    return jobPhaseOf(this.object);
  }

  @Field(() => Int, { description: "How many pods may run at the same time. Source: `spec.parallelism`." })
  get parallelism(): number {
    return this.object.spec?.parallelism ?? 1;
  }

  @Field(() => Int, {
    nullable: true,
    description: "How many pods must succeed; null: any one of them. Source: `spec.completions`.",
  })
  get completions(): number | null {
    return this.object.spec?.completions ?? null;
  }

  @Field(() => Int, { description: "How many pods have succeeded. Source: `status.succeeded`." })
  get succeeded(): number {
    return this.object.status?.succeeded ?? 0;
  }

  @Field(() => Int, { description: "How many pods have failed. Source: `status.failed`." })
  get failed(): number {
    return this.object.status?.failed ?? 0;
  }

  @Field(() => Int, { description: "How many failures it stands before it gives up. Source: `spec.backoffLimit`." })
  get backoffLimit(): number {
    return this.object.spec?.backoffLimit ?? 6;
  }

  @Field(() => Boolean, { description: "It runs no pods until it is resumed. Source: `spec.suspend`." })
  get suspended(): boolean {
    return this.object.spec?.suspend ?? false;
  }

  @Field(() => DateTime, { nullable: true, description: "When it began. Source: `status.startTime`." })
  get startedAt(): string | null {
    return this.object.status?.startTime ?? null;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When it was complete; null before, and of one that failed. Source: `status.completionTime`.",
  })
  get completedAt(): string | null {
    return this.object.status?.completionTime ?? null;
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
