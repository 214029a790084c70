import { type Field, integer } from "./field.ts";
import {
  address,
  caFile,
  clustersField,
  integrationName,
  label,
  timeoutMs,
  tokenFile,
} from "./integration-settings.ts";
import { object, optional, required, withDefault } from "./object-field.ts";

/** A Prometheus that is asked for metrics of clusters. */
export interface PrometheusSettings {
  readonly name: string;
  readonly url: string;
  /** Absent: all. */
  readonly clusters?: readonly string[];
  readonly clusterLabel?: string;
  readonly nodeLabel: string;
  readonly scrapeIntervalMs: number;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly timeoutMs: number;
}

/** An item of `prometheuses`. */
export const prometheusField: Field<PrometheusSettings> = object<PrometheusSettings>(
  {
    name: integrationName("`prometheusQuery`, in errors and in the gateway's own metrics"),
    url: required(address, {
      description:
        "Where its HTTP API is, as in `https://prometheus.example.com`; below a path too, as Thanos, Mimir and others have it.",
      reason: "Metrics over time are in no cluster's API.",
    }),
    clusters: optional(clustersField, {
      description:
        "The clusters that it speaks for, by their registered names. Of two that speak for one the first is asked.",
      reason: "What one cluster is shown must not come from another.",
      byDefault: "all of them; needs `clusterLabel`",
    }),
    clusterLabel: optional(label, {
      description: "The label of its series that has the registered name of the cluster, as in `cluster`.",
      reason: "Pods of the same name in two clusters would be added up.",
      byDefault: "none: it has series of one cluster alone",
    }),
    nodeLabel: withDefault(label, "node", {
      description: "The label of its series that has the name of the node.",
      reason: "What a node measures does not say which one it is; whoever scrapes it adds that.",
    }),
    scrapeIntervalMs: withDefault(integer(100, 3_600_000), 30_000, {
      description: "How often it scrapes.",
      reason: "Rates are taken over four times as long: over less, a scrape that failed would leave a gap.",
      unit: "ms",
    }),
    tokenFile,
    caFile,
    timeoutMs: timeoutMs({
      description: "How long one answer is waited for.",
      reason: "A Prometheus that is away should not keep anybody waiting for what the clusters say.",
    }),
  },
  {
    check: ({ clusters, clusterLabel }) =>
      clusterLabel === undefined && clusters?.length !== 1
        ? "needs a clusterLabel, unless it speaks for exactly one of `clusters`"
        : undefined,
  },
);
