import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";

/** What is read of the manifest of a Deployment. */
export interface DeploymentManifest extends Manifest {
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly selector?: LabelSelectorManifest;
    readonly minReadySeconds?: number;
    readonly progressDeadlineSeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
    };
    readonly template?: PodTemplateManifest;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly conditions?: readonly ConditionManifest[];
  };
}

/** What is read of the manifest of a ReplicaSet. */
export interface ReplicaSetManifest extends Manifest {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: LabelSelectorManifest;
    readonly template?: PodTemplateManifest;
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
}
