import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";

/** A parameter's value: a text, a list of texts, or texts by key. */
export type ParameterValue = string | readonly string[] | Readonly<Record<string, string>>;

export interface NamedValueManifest {
  readonly name: string;
  readonly value?: ParameterValue;
}

export interface ParameterSpecManifest {
  readonly name: string;
  readonly type?: string;
  readonly description?: string;
  readonly default?: ParameterValue;
  readonly enum?: readonly string[];
}

export interface PipelineTaskManifest {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly taskRef?: { readonly name?: string; readonly kind?: string; readonly apiVersion?: string };
  readonly runAfter?: readonly string[];
  readonly params?: readonly NamedValueManifest[];
  readonly when?: readonly unknown[];
  readonly matrix?: unknown;
}

export interface PipelineSpecManifest {
  readonly description?: string;
  readonly displayName?: string;
  readonly params?: readonly ParameterSpecManifest[];
  readonly workspaces?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly optional?: boolean;
  }[];
  readonly tasks?: readonly PipelineTaskManifest[];
  readonly finally?: readonly PipelineTaskManifest[];
}

/** What is read of the manifest of a Pipeline. */
export interface PipelineManifest extends Manifest {
  readonly spec?: PipelineSpecManifest;
}

/** What the status of a run has, whatever it runs. */
export interface RunStatusManifest {
  readonly conditions?: readonly ConditionManifest[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly results?: readonly NamedValueManifest[];
}

/** What is read of the manifest of a PipelineRun. */
export interface PipelineRunManifest extends Manifest {
  readonly spec?: {
    readonly pipelineRef?: { readonly name?: string };
    readonly pipelineSpec?: PipelineSpecManifest;
    readonly params?: readonly NamedValueManifest[];
    readonly status?: string;
  };
  readonly status?: RunStatusManifest & {
    readonly pipelineSpec?: PipelineSpecManifest;
    readonly childReferences?: readonly {
      readonly kind?: string;
      readonly name?: string;
      readonly pipelineTaskName?: string;
    }[];
    readonly skippedTasks?: readonly { readonly name: string; readonly reason?: string }[];
  };
}

export interface StepStateManifest {
  readonly name?: string;
  readonly container?: string;
  readonly imageID?: string;
  readonly running?: { readonly startedAt?: string };
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: {
    readonly exitCode?: number;
    readonly reason?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  };
  readonly terminationReason?: string;
}

/** What is read of the manifest of a TaskRun. */
export interface TaskRunManifest extends Manifest {
  readonly spec?: {
    readonly taskRef?: { readonly name?: string };
    readonly params?: readonly NamedValueManifest[];
    readonly status?: string;
  };
  readonly status?: RunStatusManifest & {
    readonly podName?: string;
    readonly steps?: readonly StepStateManifest[];
    readonly retriesStatus?: readonly unknown[];
  };
}
