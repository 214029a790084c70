import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import {
  attempt,
  createObject,
  cutName,
  type NewObject,
  ownDigest,
  refused,
  targetOf,
  type WriteResult,
} from "../resources/index.ts";
import { CRON_JOBS } from "./cron-job.type.ts";
import type { CronJobRunInput } from "./cron-job-run.input.ts";
import type { CronJobManifest, JobManifest } from "./job.manifest.ts";
import { JOBS } from "./job.type.ts";

const MAX_KEY = 200;
/** Of a job's name: its pods' names, and a label with it, must not be longer. */
const MAX_NAME = 63;

/** Makes a job of the cron job's template, as `kubectl create job --from` does. A suspended one can be run so, too. */
export function runCronJob(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, idempotencyKey, dryRun }: CronJobRunInput,
): WriteResult<JobManifest> | null {
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const { cluster, namespace, name, uid } = targetOf(ctx, CRON_JOBS, by, "input.by");
    const place = { cluster, resource: JOBS, namespace };
    tried.at({ ...place, name });
    if (idempotencyKey != null && (idempotencyKey.length === 0 || idempotencyKey.length > MAX_KEY)) {
      const message = `idempotencyKey must have 1 to ${MAX_KEY} characters`;
      return refused(new UserError("INVALID", message, "input.idempotencyKey"));
    }
    return createObject<JobManifest>(ctx, tried, {
      ...place,
      body: async (read) => {
        const cronJob = (await read({ cluster, resource: CRON_JOBS, namespace, name })) as CronJobManifest;
        if (uid !== undefined && cronJob.metadata.uid !== uid) {
          const message = `The cron job ${JSON.stringify(name)} is another one by now`;
          return { refusals: [new UserError("NOT_FOUND", message, "input.by")] };
        }
        return jobOf(
          cronJob,
          idempotencyKey == null ? undefined : ownDigest(ctx, cronJob.metadata.uid, idempotencyKey),
        );
      },
      once: idempotencyKey != null,
      dryRun,
      inputPaths: {},
    });
  });
}

/** The job as kubectl would make it, under a name that a digest of what it is made for decides, or that the API server completes. */
export function jobOf({ metadata, spec }: CronJobManifest, digest: string | undefined): NewObject {
  const { metadata: template, spec: job } = spec?.jobTemplate ?? {};
  const { name, namespace, uid } = metadata;
  const prefix = `${cutName(name, MAX_NAME - 15)}-run-`;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      ...(digest === undefined ? { generateName: prefix } : { name: `${prefix}${digest.slice(0, 10)}` }),
      ...(namespace !== undefined && { namespace }),
      labels: { ...template?.labels },
      annotations: { "cronjob.kubernetes.io/instantiate": "manual", ...template?.annotations },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true }],
    },
    spec: { ...job },
  };
}
