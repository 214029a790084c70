import { matching } from "../../graphql/index.ts";
import { defineKind } from "../resources/index.ts";
import { CronJobFilter } from "./cron-job.input.ts";
import { CRON_JOBS, CronJob } from "./cron-job.type.ts";
import type { CronJobManifest } from "./job.manifest.ts";
import { imagePredicates } from "./template-predicates.ts";

export const cronJobs = defineKind({
  resource: CRON_JOBS,
  name: "CronJob",
  words: ["cron job", "cron jobs"],
  type: CronJob,
  filter: CronJobFilter,
  predicates: (filter) => {
    const { suspended, active } = filter;
    return [
      ...imagePredicates<CronJobManifest>(filter, ({ spec }) => spec?.jobTemplate?.spec?.template?.spec),
      ...(suspended == null
        ? []
        : [matching<CronJobManifest>(({ object }) => (object.spec?.suspend ?? false) === suspended)]),
      ...(active == null
        ? []
        : [matching<CronJobManifest>(({ object }) => (object.status?.active?.length ?? 0) > 0 === active)]),
    ];
  },
  orders: {
    LAST_SCHEDULED_AT: {
      description: "By the time at which they started a job for the last time.",
      value: ({ object }) => object.status?.lastScheduleTime ?? null,
    },
  },
});
