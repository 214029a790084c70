import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";

export interface MetricTargetManifest {
  readonly type?: string;
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

interface MetricSourceManifest {
  readonly name?: string;
  readonly container?: string;
  readonly metric?: { readonly name?: string };
  readonly target?: MetricTargetManifest;
  readonly current?: MetricTargetManifest;
}

export interface MetricManifest {
  readonly type?: string;
  readonly resource?: MetricSourceManifest;
  readonly containerResource?: MetricSourceManifest;
  readonly pods?: MetricSourceManifest;
  readonly object?: MetricSourceManifest;
  readonly external?: MetricSourceManifest;
}

/** What is read of the manifest of a HorizontalPodAutoscaler. */
export interface HorizontalPodAutoscalerManifest extends Manifest {
  readonly spec?: {
    readonly scaleTargetRef?: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly metrics?: readonly MetricManifest[];
  };
  readonly status?: {
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly lastScaleTime?: string;
    readonly currentMetrics?: readonly MetricManifest[];
    readonly conditions?: readonly ConditionManifest[];
  };
}
