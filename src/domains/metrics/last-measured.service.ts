import { byNamespace } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import { NODE_METRICS } from "../clusters/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { POD_METRICS } from "../deployments/index.ts";
import { isServed, quantityOf } from "../resources/index.ts";
import { MetricName, MetricSource } from "./metric-name.type.ts";
import { metricOf } from "./metric-table.ts";
import type { MetricPoint, MetricSeries, Metrics } from "./metrics.type.ts";
import type { Subject } from "./subject.ts";

interface Usage {
  readonly cpu?: string;
  readonly memory?: string;
}

/** A PodMetrics, or a NodeMetrics. */
interface MeasuredManifest extends Manifest {
  /** When it was measured. */
  readonly timestamp?: string;
  readonly usage?: Usage;
  readonly containers?: readonly { readonly usage?: Usage }[];
}

const amounts = { CPU: "cpu", MEMORY: "memory" } as const;

/** What the cluster's own API says was measured last, under the caller's own rights; null where it serves none. */
export function lastMeasured(ctx: DomainContext, subject: Subject, names: readonly MetricName[]): Metrics | null {
  if (subject.kind === "CONTROL_PLANE") return null;
  const resource = subject.kind === "NODE" ? NODE_METRICS : POD_METRICS;
  if (!isServed(ctx, subject.cluster, resource)) return null;
  const measured = rowsOf(ctx, subject).map(({ object }) => object);
  const series = names.flatMap((name): readonly MetricSeries[] => {
    const metric = metricOf(subject.kind, name);
    const points = name === MetricName.CPU || name === MetricName.MEMORY ? pointsOf(measured, amounts[name]) : [];
    return metric && points.length > 0 ? [{ name, unit: metric.unit, labels: {}, points }] : [];
  });
  return { source: MetricSource.METRICS_API, stepSeconds: null, series };
}

/** All together, at the time at which the last of them was measured. */
function pointsOf(measured: readonly MeasuredManifest[], amount: keyof Usage): readonly MetricPoint[] {
  let at = Number.NEGATIVE_INFINITY;
  let value = 0;
  for (const { timestamp, usage, containers = [] } of measured) {
    const time = Date.parse(timestamp ?? "");
    if (Number.isNaN(time)) continue;
    at = Math.max(at, time);
    for (const each of usage ? [usage] : containers.map((container) => container.usage))
      value += quantityOf(each?.[amount]) ?? 0;
  }
  return at === Number.NEGATIVE_INFINITY ? [] : [{ at, value }];
}

function rowsOf(ctx: DomainContext, subject: Subject): readonly Row<MeasuredManifest>[] {
  const { cluster } = subject;
  const get = (resource: string, namespace: string, name: string) => {
    const row = ctx.reader.get<MeasuredManifest>({ cluster, resource, namespace, name });
    return row ? [row] : [];
  };
  switch (subject.kind) {
    case "PODS":
      return subject.pods.flatMap(({ namespace, name }) => get(POD_METRICS, namespace, name));
    case "NODE":
      return get(NODE_METRICS, "", subject.node);
    case "NAMESPACE":
      return ctx.reader.related<MeasuredManifest>(cluster, POD_METRICS, byNamespace.name, subject.namespace);
    case "CONTROL_PLANE":
      return [];
  }
}
