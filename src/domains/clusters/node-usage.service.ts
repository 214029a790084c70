import { byNamespace } from "../../graphql/index.ts";
import type { ClusterName } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type AmountsManifest, amountsOf, isServed, sumOf } from "../resources/index.ts";

/** Measured by metrics-server, or whatever else stands behind this API; listed again every 30 s, as it cannot be watched. */
export const NODE_METRICS = "metrics.k8s.io/nodes";

interface NodeMetricsManifest extends Manifest {
  readonly usage?: AmountsManifest;
}

/** What a node uses; null where the cluster measures nothing, or has not measured it yet. */
export function usageOfNode(ctx: DomainContext, cluster: ClusterName, name: string): AmountsManifest | null {
  if (!isServed(ctx, cluster, NODE_METRICS)) return null;
  const row = ctx.reader.get<NodeMetricsManifest>({ cluster, resource: NODE_METRICS, namespace: "", name });
  return row?.object.usage ?? null;
}

/** What all nodes that are measured use together; null where none is. */
export function usageOfNodes(ctx: DomainContext, cluster: ClusterName): AmountsManifest | null {
  if (!isServed(ctx, cluster, NODE_METRICS)) return null;
  const measured = ctx.reader.related<NodeMetricsManifest>(cluster, NODE_METRICS, byNamespace.name, "");
  return measured.length === 0 ? null : amountsOf(sumOf(measured.map(({ object }) => object.usage)));
}
