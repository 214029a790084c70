import { createHash } from "node:crypto";

/** One series of the answer to a query, in the form of Prometheus' HTTP API. */
export interface CannedSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

export interface CannedRange {
  /** In seconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const mebi = 1024 * 1024;

/** By what a metric's name begins with: what it is around, and how far it swings. */
const levels: readonly (readonly [begins: string, around: number, swing: number])[] = [
  ["container_cpu", 0.12, 0.08],
  ["container_memory", 160 * mebi, 60 * mebi],
  ["container_network", 40_000, 25_000],
  ["container_fs", 8_000, 6_000],
  ["http_request_duration", 0.08, 0.05],
  ["http_requests", 24, 14],
  ["node_cpu", 2.4, 1.3],
  ["node_memory", 12_000 * mebi, 3_000 * mebi],
  ["node_network", 4_000_000, 2_500_000],
  ["node_disk", 900_000, 700_000],
  ["node_filesystem", 90_000 * mebi, 9_000 * mebi],
  ["apiserver_request_duration", 0.02, 0.01],
  ["apiserver_request", 80, 30],
  ["process_cpu", 0.4, 0.2],
  ["process_resident", 600 * mebi, 80 * mebi],
];

const mostSeries = 2_000;

/**
 * Figures that are made up, and the same for the same question: a wave for each series that the query names by its matchers. Nothing of
 * PromQL is understood but the first metric, the matchers and the labels that the answer is to have.
 */
export function cannedSeries(query: string, { start, end, step }: CannedRange): readonly CannedSeries[] {
  const name = query.match(/[a-z]\w*(?=\{)/)?.[0] ?? "";
  const [around, swing] =
    (levels.find(([begins]) => name.startsWith(begins))?.slice(1) as [number, number] | undefined) ?? [];
  if (around === undefined || swing === undefined) return [];
  const isRatio = query.includes("or") && query.includes("/");
  const labels = (query.match(/^\(*\s*(?:sum|max|histogram_quantile\([^,]+,\s*sum) by \(([^)]*)\)/)?.[1] ?? "")
    .split(",")
    .map((label) => label.trim())
    .filter((label) => label !== "" && label !== "le");
  const matched = matchersOf(query);
  let all: readonly Readonly<Record<string, string>>[] = [{}];
  for (const label of labels) {
    const values = matched.get(label) ?? (label === "job" ? ["apiserver"] : []);
    all = all.flatMap((each) => values.map((value) => ({ ...each, [label]: value })));
    if (all.length > mostSeries) return [];
  }
  const cluster = (matched.get("cluster") ?? []).join();
  return all.map((metric) => {
    const phase = fractionOf(`${cluster} ${name} ${JSON.stringify(metric)}`);
    const values: (readonly [number, string])[] = [];
    for (let at = start; at <= end; at += Math.max(step, 1)) {
      const wave = Math.sin(at / 900 + phase * 6.28) + 0.3 * Math.sin(at / 97 + phase * 40);
      const value = isRatio ? Math.abs(wave) * 0.004 : Math.max(0, around * (0.6 + phase) + swing * wave * 0.7);
      values.push([at, String(value)]);
    }
    return { metric, values };
  });
}

/** By label, the values that are asked for: of `=` the one, of `=~` those between bars. */
function matchersOf(query: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, label = "", sign, quoted = '""'] of query.matchAll(/(\w+)(=~|=)("(?:[^"\\]|\\.)*")/g)) {
    const text = JSON.parse(quoted) as string;
    if (!found.has(label))
      found.set(label, sign === "=" ? [text] : text.split("|").map((each) => each.replaceAll("\\", "")));
  }
  return found;
}

function fractionOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt16BE(0) / 65_536;
}
