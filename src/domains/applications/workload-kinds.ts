/** What runs an application's pods. Jobs that a CronJob makes are its own, and so are replica sets of a deployment. */
export const WORKLOADS = [
  "apps/deployments",
  "apps/statefulsets",
  "apps/daemonsets",
  "batch/cronjobs",
  "batch/jobs",
] as const;
