import { matching } from "../../graphql/index.ts";
import type { IndexDefinition } from "../../state/index.ts";
import { defineKind } from "../resources/index.ts";
import { HorizontalPodAutoscalerFilter } from "./horizontal-pod-autoscaler.input.ts";
import type { HorizontalPodAutoscalerManifest } from "./horizontal-pod-autoscaler.manifest.ts";
import { HORIZONTAL_POD_AUTOSCALERS, HorizontalPodAutoscaler } from "./horizontal-pod-autoscaler.type.ts";

/** Autoscalers by whose number of pods they set. */
export const autoscalersByTarget: IndexDefinition = {
  name: "target",
  resource: HORIZONTAL_POD_AUTOSCALERS,
  values: ({ namespace, object }) => {
    const target = (object as HorizontalPodAutoscalerManifest).spec?.scaleTargetRef;
    return target?.kind && target.name ? [targetKey(target.apiVersion, target.kind, namespace, target.name)] : [];
  },
};

/** Of the API version the group alone counts: an autoscaler may name an older one than its target is shown in. */
export function targetKey(apiVersion: string | undefined, kind: string, namespace: string, name: string): string {
  const group = apiVersion?.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  return `${group}/${kind}/${namespace}/${name}`;
}

export const horizontalPodAutoscalers = defineKind({
  resource: HORIZONTAL_POD_AUTOSCALERS,
  name: "HorizontalPodAutoscaler",
  words: ["autoscaler", "autoscalers"],
  type: HorizontalPodAutoscaler,
  filter: HorizontalPodAutoscalerFilter,
  predicates: ({ atMaximum }) =>
    atMaximum == null
      ? []
      : [
          matching(({ object: { spec, status } }) => {
            return (status?.desiredReplicas ?? 0) >= (spec?.maxReplicas ?? 0) === atMaximum;
          }),
        ],
  orders: {
    DESIRED_REPLICAS: {
      description: "By the number of pods that they want.",
      value: ({ object }) => object.status?.desiredReplicas ?? 0,
    },
    LAST_SCALED_AT: {
      description: "By the time at which they changed that number for the last time.",
      value: ({ object }) => object.status?.lastScaleTime ?? null,
    },
  },
});
