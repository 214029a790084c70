import { type Field, integer, list, text } from "./field.ts";
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

/** An address that has nothing secret in it. */
export const isAddress = (value: string) => {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  const isBare = username === "" && password === "" && search === "" && hash === "";
  return (protocol === "https:" || protocol === "http:") && isBare && !/[?#]/.test(value);
};

export const label = text({ takes: "the name of a label", pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/ });

/** An item of `prometheuses`. */
export const prometheusField: Field<PrometheusSettings> = object<PrometheusSettings>(
  {
    name: required(
      text({ takes: "a name of letters, digits, dots and dashes", pattern: /^[a-zA-Z0-9][a-zA-Z0-9.-]{0,62}$/ }),
      {
        description: "What it is called in `prometheusQuery`, in errors and in the gateway's own metrics.",
        reason: "Its address may hold what callers need not know.",
      },
    ),
    url: required(text({ takes: "an http or https URL without a user, a query or a fragment", ok: isAddress }), {
      description:
        "Where its HTTP API is, as in `https://prometheus.example.com`; below a path too, as Thanos, Mimir and others have it.",
      reason: "Metrics over time are in no cluster's API.",
    }),
    clusters: optional(list(text(), { minItems: 1, unique: (name) => name }), {
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
    tokenFile: optional(text(), {
      description:
        "The file with the token that it is shown. Read anew for each request. A path in a file is relative to that file.",
      reason: "A secret does not belong into a file of settings, and changes more often.",
      byDefault: "no token",
    }),
    caFile: optional(text(), {
      description:
        "The certificate authorities that its certificate may be of, in PEM. A path in a file is relative to that file.",
      reason: "What runs within the house often has an authority of its own.",
      byDefault: "those that Node.js trusts",
    }),
    timeoutMs: withDefault(integer(100, 120_000), 5_000, {
      description: "How long one answer is waited for.",
      reason: "A Prometheus that is away should not keep anybody waiting for what the clusters say.",
      unit: "ms",
    }),
  },
  {
    check: ({ clusters, clusterLabel }) =>
      clusterLabel === undefined && clusters?.length !== 1
        ? "needs a clusterLabel, unless it speaks for exactly one of `clusters`"
        : undefined,
  },
);
