import type { MetricSources } from "../../../src/domains/context.ts";
import type {
  AlertingRule,
  PrometheusEntry,
  QueryAnswer,
  Range,
  Series,
} from "../../../src/integrations/prometheus/index.ts";

export interface AskedMetrics {
  readonly promql: string;
  readonly range: Range | null;
}

/** The Prometheuses of a gateway, scripted: `answer` says what each is told. */
export class ScriptedMetrics implements MetricSources {
  readonly asked: AskedMetrics[] = [];
  /** In the order of the configuration. */
  readonly entries: PrometheusEntry[] = [];
  rules: readonly AlertingRule[] = [];
  answer: (asked: AskedMetrics) => readonly Series[] | Promise<readonly Series[]> = () => [];

  add(name: string, more: Partial<Omit<PrometheusEntry, "prometheus">> = {}): void {
    const told = async (promql: string, range: Range | null): Promise<QueryAnswer> => {
      const asked = { promql, range };
      this.asked.push(asked);
      return { series: await this.answer(asked), warnings: [] };
    };
    const prometheus: PrometheusEntry["prometheus"] = {
      name,
      query: (promql) => told(promql, null),
      queryRange: (promql, range) => told(promql, range),
      rules: async () => this.rules,
    };
    this.entries.push({ nodeLabel: "node", scrapeIntervalMs: 30_000, prometheus, ...more });
  }

  of(cluster: string): PrometheusEntry | undefined {
    return this.entries.find(({ clusters }) => clusters === undefined || clusters.includes(cluster));
  }

  named(name: string): PrometheusEntry | undefined {
    return this.entries.find(({ prometheus }) => prometheus.name === name);
  }
}

/** A series with these values at these times. */
export function seriesOf(
  labels: Readonly<Record<string, string>>,
  values: Readonly<Record<number, number | null>>,
): Series {
  const samples = Object.entries(values).map(([at, value]) => {
    return { at: Number(at), value, text: value === null ? "NaN" : String(value), histogram: null };
  });
  return { labels, samples };
}
