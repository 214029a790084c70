import type { ClusterName } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type AmountsManifest, amountsOf, isServed, sumOf } from "../resources/index.ts";

/** Measured by metrics-server, or whatever else stands behind this API; listed again every 30 s, as it cannot be watched. */
export const POD_METRICS = "metrics.k8s.io/pods";

interface PodMetricsManifest extends Manifest {
  readonly containers?: readonly { readonly name?: string; readonly usage?: AmountsManifest }[];
}

/**
 * What pods use together; null where the cluster measures nothing, or has measured none of them yet. Throws what keeps the caller from
 * seeing it.
 */
export function usageOf(
  ctx: DomainContext,
  cluster: ClusterName,
  pods: readonly { readonly namespace: string; readonly name: string }[],
): AmountsManifest | null {
  if (!isServed(ctx, cluster, POD_METRICS)) return null;
  const measured = pods.flatMap(({ namespace, name }) => {
    const row = ctx.reader.get<PodMetricsManifest>({ cluster, resource: POD_METRICS, namespace, name });
    return row?.object.containers ?? [];
  });
  return measured.length === 0 ? null : amountsOf(sumOf(measured.map(({ usage }) => usage)));
}
