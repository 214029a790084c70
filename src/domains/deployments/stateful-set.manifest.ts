import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";

/** What is read of the manifest of a StatefulSet. */
export interface StatefulSetManifest extends Manifest {
  readonly spec?: {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly podManagementPolicy?: string;
    readonly minReadySeconds?: number;
    readonly selector?: LabelSelectorManifest;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: number | string };
    };
    readonly volumeClaimTemplates?: readonly { readonly metadata?: { readonly name?: string } }[];
    readonly template?: PodTemplateManifest;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly currentReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly conditions?: readonly ConditionManifest[];
  };
}
