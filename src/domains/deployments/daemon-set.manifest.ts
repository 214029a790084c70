import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";

/** What is read of the manifest of a DaemonSet. */
export interface DaemonSetManifest extends Manifest {
  readonly spec?: {
    readonly minReadySeconds?: number;
    readonly selector?: LabelSelectorManifest;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
    };
    readonly template?: PodTemplateManifest;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
    readonly numberAvailable?: number;
    readonly numberUnavailable?: number;
    readonly numberMisscheduled?: number;
    readonly conditions?: readonly ConditionManifest[];
  };
}
