import type { Manifest } from "../context.ts";
import type { ConditionManifest } from "../resources/index.ts";
import type { LabelSelectorManifest } from "./pod-template.manifest.ts";

/** What is read of the manifest of a PodDisruptionBudget. */
export interface PodDisruptionBudgetManifest extends Manifest {
  readonly spec?: {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: LabelSelectorManifest;
  };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
    readonly conditions?: readonly ConditionManifest[];
  };
}
