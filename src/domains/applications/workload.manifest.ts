import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";

interface PodsTemplate {
  readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image?: string }[] };
}

/** What is read of whatever runs pods: each kind has some of it. */
export interface WorkloadManifest extends Manifest {
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly suspend?: boolean;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
    readonly completions?: number;
    readonly parallelism?: number;
    readonly template?: PodsTemplate;
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodsTemplate } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
    readonly numberAvailable?: number;
    readonly ready?: number;
    readonly succeeded?: number;
    readonly conditions?: readonly ConditionManifest[];
  };
}

export function imagesOf({ spec }: WorkloadManifest): readonly string[] {
  const template = spec?.jobTemplate?.spec?.template ?? spec?.template;
  return [...new Set((template?.spec?.containers ?? []).flatMap(({ image }) => image || []))];
}
