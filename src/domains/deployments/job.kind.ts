import { matching, oneOfTest } from "../../graphql/index.ts";
import type { Predicate } from "../../state/index.ts";
import { defineKind } from "../resources/index.ts";
import { JobFilter, type JobPhaseFilter } from "./job.input.ts";
import type { JobManifest } from "./job.manifest.ts";
import { jobPhaseOf } from "./job.mapping.ts";
import { JOBS, Job } from "./job.type.ts";
import { imagePredicates } from "./template-predicates.ts";

function phasePredicate(phase: JobPhaseFilter): Predicate<JobManifest> {
  const test = oneOfTest(phase);
  return matching(({ object }) => test(jobPhaseOf(object)));
}

export const jobs = defineKind({
  resource: JOBS,
  name: "Job",
  words: ["job", "jobs"],
  type: Job,
  filter: JobFilter,
  predicates: (filter) => [
    ...imagePredicates<JobManifest>(filter, ({ spec }) => spec?.template?.spec),
    ...(filter.phase ? [phasePredicate(filter.phase)] : []),
  ],
  orders: {
    STARTED_AT: {
      description: "By the time at which they began.",
      value: ({ object }) => object.status?.startTime ?? null,
    },
    COMPLETED_AT: {
      description: "By the time at which they were complete.",
      value: ({ object }) => object.status?.completionTime ?? null,
    },
    FAILED: { description: "By the number of pods that failed.", value: ({ object }) => object.status?.failed ?? 0 },
  },
});
