import { FairwayError } from "../../errors/index.ts";
import type { Series } from "../../integrations/prometheus/index.ts";
import type { DomainContext } from "../context.ts";
import { lastMeasured } from "./last-measured.service.ts";
import { metricLoaderOf } from "./metric-loader.ts";
import { type MetricName, MetricSource } from "./metric-name.type.ts";
import { type Metric, metricOf, metricTable } from "./metric-table.ts";
import type { MetricsArgs } from "./metrics.input.ts";
import type { MetricPoint, MetricSeries, Metrics } from "./metrics.type.ts";
import { type CheckedRange, checkedRange } from "./range.mapping.ts";
import { assertMayMeasure } from "./rights.service.ts";
import { partsOf, type Subject } from "./subject.ts";

/**
 * What was measured of something that the caller sees; null in a pass before it is known, and where nobody measures the cluster.
 */
export function metricsOf(ctx: DomainContext, subject: Subject, { names, range }: MetricsArgs): Metrics | null {
  const wanted = namesOf(subject, names);
  const checked = checkedRange(range);
  if (!ctx.prometheuses.of(subject.cluster)) return lastMeasured(ctx, subject, wanted);
  ctx.reads.forbid("What a Prometheus says has no cell");
  if (!assertMayMeasure(ctx, subject)) return null;
  const key = `metrics ${JSON.stringify([subject, wanted, checked])}`;
  const outcome = ctx.misses.ask(key, undefined, (signal) => load(ctx, subject, wanted, checked, signal));
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  return { source: MetricSource.PROMETHEUS, stepSeconds: checked.stepSeconds, series: outcome.value };
}

function namesOf({ kind }: Subject, names: readonly MetricName[]): readonly MetricName[] {
  const foreign = names.find((name) => !metricOf(kind, name));
  if (foreign === undefined) return [...new Set(names)];
  const known = Object.keys(metricTable[kind]).join(", ");
  throw new FairwayError("BAD_USER_INPUT", `${foreign} is not measured here; there are ${known}`, { field: "names" });
}

async function load(
  ctx: DomainContext,
  subject: Subject,
  names: readonly MetricName[],
  range: CheckedRange,
  signal: AbortSignal,
): Promise<readonly MetricSeries[]> {
  const loader = metricLoaderOf(ctx);
  const parts = partsOf(subject);
  if (parts.length === 0) return [];
  const found = await Promise.all(
    names.map(async (name) => {
      const metric = metricOf(subject.kind, name) as Metric;
      const questions = metric.additive ? parts.map((part) => [part]) : [parts];
      const series = await Promise.all(questions.map((each) => loader.load({ name, parts: each, range }, signal)));
      return seriesOf(name, metric, series.flat());
    }),
  );
  return found.flat();
}

function seriesOf(name: MetricName, { unit, additive }: Metric, series: readonly Series[]): readonly MetricSeries[] {
  if (series.length === 0) return [];
  if (additive && series.length > 1) return [{ name, unit, labels: {}, points: sumOf(series) }];
  return series.map(({ labels, samples }) => ({ name, unit, labels, points: samples }));
}

/** At each time, of those that have a value then. */
function sumOf(series: readonly Series[]): readonly MetricPoint[] {
  const sums = new Map<number, number>();
  for (const { samples } of series) {
    for (const { at, value } of samples) if (value !== null) sums.set(at, (sums.get(at) ?? 0) + value);
  }
  return [...sums].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
}
