import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, createObject, refused, targetOf, type WriteResult } from "../resources/index.ts";
import type { AutoscaleInput } from "./autoscale.input.ts";
import type { HorizontalPodAutoscalerManifest } from "./horizontal-pod-autoscaler.manifest.ts";
import { HORIZONTAL_POD_AUTOSCALERS } from "./horizontal-pod-autoscaler.type.ts";

/**
 * Makes an autoscaler for a workload, called like it, as `kubectl autoscale` does. The workload is read first, as the caller: one
 * for something that is not there would wait for ever.
 */
export function autoscaleWorkload(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  resource: GroupResource,
  input: AutoscaleInput,
): WriteResult<HorizontalPodAutoscalerManifest> | null {
  const { by, minReplicas, maxReplicas, cpuPercent, dryRun } = input;
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const { cluster, namespace, name, uid } = targetOf(ctx, resource, by, "input.by");
    const place = { cluster, resource: HORIZONTAL_POD_AUTOSCALERS, namespace };
    tried.at({ ...place, name });
    const faults = faultsOf(input);
    if (faults.length > 0) return refused(...faults);
    return createObject<HorizontalPodAutoscalerManifest>(ctx, tried, {
      ...place,
      body: async (read) => {
        const { apiVersion, kind, metadata } = await read({ cluster, resource, namespace, name });
        if (uid !== undefined && metadata.uid !== uid) {
          const message = `The one that was called ${JSON.stringify(name)} does not exist any more`;
          return { refusals: [new UserError("NOT_FOUND", message, "input.by")] };
        }
        const target = { type: "Utilization", averageUtilization: cpuPercent };
        return {
          apiVersion: "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          metadata: { name, namespace },
          spec: {
            scaleTargetRef: { apiVersion, kind, name },
            minReplicas,
            maxReplicas,
            ...(cpuPercent != null && { metrics: [{ type: "Resource", resource: { name: "cpu", target } }] }),
          },
        };
      },
      dryRun,
      inputPaths: { "spec.minReplicas": "input.minReplicas", "spec.maxReplicas": "input.maxReplicas" },
    });
  });
}

function faultsOf({ minReplicas, maxReplicas, cpuPercent }: AutoscaleInput): readonly UserError[] {
  const faults: UserError[] = [];
  const invalid = (message: string, field: string) => faults.push(new UserError("INVALID", message, `input.${field}`));
  if (minReplicas < 1) invalid("minReplicas must be 1 at least", "minReplicas");
  if (maxReplicas < minReplicas) invalid("maxReplicas must not be less than minReplicas", "maxReplicas");
  if (cpuPercent != null && cpuPercent < 1) invalid("cpuPercent must be 1 at least", "cpuPercent");
  return faults;
}
