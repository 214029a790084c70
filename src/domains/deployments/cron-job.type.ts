import { DateTime, Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { ShownFor } from "../resources/index.ts";
import type { CronJobManifest } from "./job.manifest.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";
import { Workload } from "./workload.type.ts";

export const CRON_JOBS = "batch/cronjobs";

export const ConcurrencyPolicy = { ALLOW: "Allow", FORBID: "Forbid", REPLACE: "Replace" } as const;
export type ConcurrencyPolicy = (typeof ConcurrencyPolicy)[keyof typeof ConcurrencyPolicy];

registerEnumType(ConcurrencyPolicy, {
  name: "ConcurrencyPolicy",
  description: "What a cron job does when its time comes and the job before still runs.",
  valuesConfig: {
    ALLOW: { description: "It starts the next one beside it." },
    FORBID: { description: "It leaves the next one out." },
    REPLACE: { description: "It ends the one that runs, and starts the next." },
  },
});

@ShownFor(CRON_JOBS)
@ObjectType("CronJob", {
  implements: Workload,
  description: "Makes a job whenever its time comes. Source: batch/v1 CronJob.",
})
export class CronJob extends Workload<CronJobManifest> {
  override get template(): PodTemplateManifest | undefined {
    return this.object.spec?.jobTemplate?.spec?.template;
  }

  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { description: "When, in the form of cron: `30 2 * * *`. Source: `spec.schedule`." })
  get schedule(): string {
    return this.object.spec?.schedule ?? "";
  }

  @Field(() => String, {
    nullable: true,
    description: "The time zone of `schedule`; null: that of its controller. Source: `spec.timeZone`.",
  })
  get timeZone(): string | null {
    return this.object.spec?.timeZone ?? null;
  }

  @Field(() => Boolean, { description: "It starts no jobs until it is resumed. Source: `spec.suspend`." })
  get suspended(): boolean {
    return this.object.spec?.suspend ?? false;
  }

  @Field(() => ConcurrencyPolicy, {
    description: "What it does when the job before still runs. Source: `spec.concurrencyPolicy`.",
  })
  get concurrencyPolicy(): ConcurrencyPolicy {
    const policy = this.object.spec?.concurrencyPolicy;
    return policy === "Forbid" || policy === "Replace" ? policy : ConcurrencyPolicy.ALLOW;
  }

  @Field(() => Int, { description: "How many of its jobs run. Source: `status.active`." })
  get activeJobs(): number {
    return this.object.status?.active?.length ?? 0;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When it started a job by itself for the last time. Source: `status.lastScheduleTime`.",
  })
  get lastScheduledAt(): string | null {
    return this.object.status?.lastScheduleTime ?? null;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When a job of its own was complete for the last time. Source: `status.lastSuccessfulTime`.",
  })
  get lastSucceededAt(): string | null {
    return this.object.status?.lastSuccessfulTime ?? null;
  }
}
