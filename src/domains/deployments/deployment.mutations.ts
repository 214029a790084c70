import { defineObjectMutation } from "../resources/index.ts";
import { DeploymentCreateInput } from "./create.input.ts";
import { createDeployment } from "./create.service.ts";
import { CRON_JOBS, CronJob } from "./cron-job.type.ts";
import { CronJobRunInput } from "./cron-job-run.input.ts";
import { runCronJob } from "./cron-job-run.service.ts";
import { DAEMON_SETS, DaemonSet } from "./daemon-set.type.ts";
import { DEPLOYMENTS, Deployment } from "./deployment.type.ts";
import { JOBS, Job } from "./job.type.ts";
import { REPLICA_SETS, ReplicaSet } from "./replica-set.type.ts";
import { STATEFUL_SETS, StatefulSet } from "./stateful-set.type.ts";
import {
  autoscaleMutation,
  deleteMutation,
  restartMutation,
  scaleMutation,
  setImageMutation,
  toggleMutation,
  undoMutation,
} from "./workload-mutations.ts";

const deployment = { resource: DEPLOYMENTS, field: "deployment", word: "deployment", type: Deployment };
const statefulSet = { resource: STATEFUL_SETS, field: "statefulSet", word: "stateful set", type: StatefulSet };
const daemonSet = { resource: DAEMON_SETS, field: "daemonSet", word: "daemon set", type: DaemonSet };
const replicaSet = { resource: REPLICA_SETS, field: "replicaSet", word: "replica set", type: ReplicaSet };
const job = { resource: JOBS, field: "job", word: "job", type: Job };
const cronJob = { resource: CRON_JOBS, field: "cronJob", word: "cron job", type: CronJob };

export const deploymentMutations = [
  defineObjectMutation({
    name: "deploymentCreate",
    description: "Creates a deployment. One that is there already is a CONFLICT.",
    input: DeploymentCreateInput,
    inputDescription: "Where, and of which containers.",
    field: "deployment",
    type: Deployment,
    fieldDescription:
      "The deployment as the API server answered with it: its pods follow later. Null when there are errors.",
    write: createDeployment,
  }),
  autoscaleMutation(deployment),
  autoscaleMutation(statefulSet),
  scaleMutation(deployment),
  scaleMutation(statefulSet),
  scaleMutation(replicaSet),
  restartMutation(deployment),
  restartMutation(statefulSet),
  restartMutation(daemonSet),
  setImageMutation(deployment),
  setImageMutation(statefulSet),
  setImageMutation(daemonSet),
  undoMutation(deployment),
  undoMutation(statefulSet),
  undoMutation(daemonSet),
  toggleMutation(
    deployment,
    "Pause",
    { paused: true },
    "Pauses a deployment: changes of its template have no effect until it is resumed, as after `kubectl rollout pause`.",
  ),
  toggleMutation(
    deployment,
    "Resume",
    { paused: false },
    "Resumes a deployment: what has changed of its template is rolled out, as after `kubectl rollout resume`.",
  ),
  toggleMutation(
    job,
    "Suspend",
    { suspend: true },
    "Suspends a job: its pods are ended, and none run until it is resumed.",
  ),
  toggleMutation(job, "Resume", { suspend: false }, "Resumes a job that was suspended: its pods are made."),
  toggleMutation(cronJob, "Suspend", { suspend: true }, "Suspends a cron job: it starts no jobs until it is resumed."),
  toggleMutation(cronJob, "Resume", { suspend: false }, "Resumes a cron job that was suspended."),
  defineObjectMutation({
    name: "cronJobRun",
    description: "Makes a job of a cron job now, as `kubectl create job --from` does.",
    input: CronJobRunInput,
    inputDescription: "Which one.",
    field: "job",
    type: Job,
    fieldDescription: "The job as the API server answered with it. Null when there are errors.",
    write: runCronJob,
  }),
  deleteMutation(deployment),
  deleteMutation(statefulSet),
  deleteMutation(daemonSet),
  deleteMutation(replicaSet),
  deleteMutation(job),
  deleteMutation(cronJob),
];
