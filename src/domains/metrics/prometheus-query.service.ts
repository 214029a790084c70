import { FairwayError } from "../../errors/index.ts";
import type { QueryAnswer } from "../../integrations/prometheus/index.ts";
import type { DomainContext } from "../context.ts";
import { prometheusFor } from "./named-prometheus.service.ts";
import type { PrometheusQueryArgs } from "./prometheus-query.input.ts";
import type { PrometheusResult } from "./prometheus-query.type.ts";
import { checkedRange, rangeAt } from "./range.mapping.ts";

const mostBytes = 16 * 1024;
const mostSeries = 1_000;

/** Null in a pass before it is known. */
export function prometheusQuery(ctx: DomainContext, args: PrometheusQueryArgs): PrometheusResult | null {
  const { prometheus: name, promql, range } = args;
  const bytes = Buffer.byteLength(promql);
  if (promql.trim() === "" || bytes > mostBytes) throw bad("promql", `promql must have 1 to ${mostBytes} bytes`);
  const checked = range == null ? null : checkedRange(range);
  const prometheus = prometheusFor(ctx, name, { verb: "create", resource: "prometheusqueries" });
  if (!prometheus) return null;
  const key = `prometheus query ${JSON.stringify([name, promql, checked])}`;
  const outcome = ctx.misses.ask(key, undefined, (signal) => {
    if (!checked) return prometheus.query(promql, signal);
    return prometheus.queryRange(promql, rangeAt(checked, ctx.now()), signal);
  });
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw ofThePromql(outcome.error);
  return resultOf(outcome.value);
}

function ofThePromql(error: FairwayError): FairwayError {
  return error.code === "BAD_USER_INPUT" ? bad("promql", error.message) : error;
}

function resultOf({ series, warnings }: QueryAnswer): PrometheusResult {
  if (series.length > mostSeries) {
    const message = `The query has ${series.length} series; there may be ${mostSeries}: add matchers, or aggregate`;
    throw new FairwayError("LIMIT_EXCEEDED", message, { field: "promql" });
  }
  return { series: series.map(({ labels, samples }) => ({ labels, points: samples })), warnings };
}

function bad(field: string, message: string): FairwayError {
  return new FairwayError("BAD_USER_INPUT", message, { field });
}
