import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";

export interface JobSpecManifest {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly completionMode?: string;
  readonly suspend?: boolean;
  readonly selector?: LabelSelectorManifest;
  readonly template?: PodTemplateManifest;
}

/** What is read of the manifest of a Job. */
export interface JobManifest extends Manifest {
  readonly spec?: JobSpecManifest;
  readonly status?: {
    readonly active?: number;
    readonly ready?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly ConditionManifest[];
  };
}

/** What is read of the manifest of a CronJob. */
export interface CronJobManifest extends Manifest {
  readonly spec?: {
    readonly schedule?: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly concurrencyPolicy?: string;
    readonly startingDeadlineSeconds?: number;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly jobTemplate?: {
      readonly metadata?: {
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      };
      readonly spec?: JobSpecManifest;
    };
  };
  readonly status?: {
    readonly active?: readonly { readonly name?: string }[];
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
  };
}
