import DataLoader from "dataloader";
import { FairwayError } from "../../errors/index.ts";
import { matchersText, type PrometheusEntry, type Series } from "../../integrations/prometheus/index.ts";
import type { Misses } from "../../state/index.ts";
import type { DomainContext, MetricSources } from "../context.ts";
import type { MetricName } from "./metric-name.type.ts";
import { type Metric, metricOf } from "./metric-table.ts";
import { type CheckedRange, rangeAt } from "./range.mapping.ts";
import { labelsOf, type Part } from "./subject.ts";

/** One metric of one part; or of several parts together, whose values cannot be added up afterwards. */
export interface MetricQuestion {
  readonly name: MetricName;
  /** All of one kind and one cluster. */
  readonly parts: readonly Part[];
  readonly range: CheckedRange;
}

type Asked = MetricQuestion & { readonly signal: AbortSignal };

/** With so many names a query has some KiB, and its answer, with 1000 points for each, some MiB. */
const mostParts = 100;

/** With fewer, one scrape that failed would leave a gap. */
const scrapesPerWindow = 4;

/** By what an operation has one of, for all its passes together. */
const loaders = new WeakMap<Misses, MetricLoader>();

/** The loader of an operation: what it asks for at a time is asked of a Prometheus in few queries, however many objects it is of. */
export function metricLoaderOf({ misses, prometheuses, now }: DomainContext): MetricLoader {
  const known = loaders.get(misses);
  if (known) return known;
  const loader = new MetricLoader(prometheuses, now());
  loaders.set(misses, loader);
  return loader;
}

export class MetricLoader {
  readonly #sources: MetricSources;
  /** One for the whole operation, so that all series have their points at the same times. */
  readonly #now: number;
  readonly #loader: DataLoader<Asked, readonly Series[], string>;

  constructor(sources: MetricSources, now: number) {
    this.#sources = sources;
    this.#now = now;
    this.#loader = new DataLoader((asked) => this.#batch(asked), { cacheKeyFn: keyOf });
  }

  /** The labels of the answer are those that tell its own series apart. Rejects as Prometheus does. */
  load(question: MetricQuestion, signal: AbortSignal): Promise<readonly Series[]> {
    return this.#loader.load({ ...question, signal });
  }

  async #batch(asked: readonly Asked[]): Promise<(readonly Series[] | Error)[]> {
    const found = new Map<Asked, readonly Series[] | Error>();
    const groups = [...Map.groupBy(asked, groupOf).values()].flatMap(chunksOf);
    await Promise.all(
      groups.map(async (group) => {
        const answers = await this.#answers(group).catch((error: Error) => error);
        for (const each of group) found.set(each, answers instanceof Error ? answers : (answers.get(each) ?? []));
      }),
    );
    return asked.map((each) => found.get(each) ?? []);
  }

  /** Of one group: with a series for each part, or of all parts together. */
  async #answers(group: readonly Asked[]): Promise<ReadonlyMap<Asked, readonly Series[]>> {
    const [first] = group as readonly [Asked];
    const { name, range, signal } = first;
    const [{ kind, cluster }] = first.parts as readonly [Part];
    const entry = this.#sources.of(cluster);
    const metric = metricOf(kind, name);
    if (!entry || !metric) return new Map();
    const labels = labelsOf(kind, entry.nodeLabel);
    const isJoint = first.parts.length > 1;
    const matchers = matchersOf(
      entry,
      cluster,
      labels,
      group.flatMap(({ parts }) => parts),
    );
    const at = rangeAt(range, this.#now);
    const promql = queryOf(metric, { entry, matchers, by: isJoint ? [] : labels, stepSeconds: at.stepSeconds });
    const { series } = await entry.prometheus.queryRange(promql, at, signal).catch((error: unknown) => {
      throw ofOurOwn(error, entry);
    });
    if (isJoint) return new Map([[first, series]]);
    const byPart = Map.groupBy(series, (each) => JSON.stringify(labels.map((label) => each.labels[label] ?? "")));
    return new Map(
      group.map((each) => [each, (byPart.get(JSON.stringify(each.parts[0]?.values)) ?? []).map(without(labels))]),
    );
  }
}

function keyOf({ name, parts, range }: Asked): string {
  return JSON.stringify([name, parts, range]);
}

/** What one query can answer: a question about several parts is one by itself. */
function groupOf({ name, parts, range }: Asked): string {
  const [first] = parts;
  return JSON.stringify([name, first?.cluster, first?.kind, range, parts.length > 1 ? parts : null]);
}

function chunksOf(group: readonly Asked[]): readonly (readonly Asked[])[] {
  const count = Math.ceil(group.length / mostParts);
  return Array.from({ length: count }, (_, index) => group.slice(index * mostParts, (index + 1) * mostParts));
}

function matchersOf(
  { clusterLabel }: PrometheusEntry,
  cluster: string,
  labels: readonly string[],
  parts: readonly Part[],
): string {
  const ofCluster = clusterLabel === undefined ? [] : [{ label: clusterLabel, values: [cluster] }];
  const ofParts = labels.map((label, index) => ({
    label,
    values: [...new Set(parts.map(({ values }) => values[index] ?? ""))],
  }));
  return matchersText([...ofCluster, ...ofParts]);
}

interface Terms {
  readonly entry: PrometheusEntry;
  readonly matchers: string;
  readonly by: readonly string[];
  readonly stepSeconds: number;
}

function queryOf(metric: Metric, { entry, matchers, by, stepSeconds }: Terms): string {
  const window = Math.max(stepSeconds, Math.ceil((scrapesPerWindow * entry.scrapeIntervalMs) / 1000));
  return metric.promql({ of: matchers, window: `${window}s`, by: by.join(", ") });
}

function without(labels: readonly string[]): (series: Series) => Series {
  return ({ labels: all, samples }) => ({
    labels: Object.fromEntries(Object.entries(all).filter(([label]) => !labels.includes(label))),
    samples,
  });
}

/** Nobody but the gateway wrote the query, so a refusal of it is no mistake of the caller. */
function ofOurOwn(error: unknown, { prometheus }: PrometheusEntry): unknown {
  if (!(error instanceof FairwayError) || error.code !== "BAD_USER_INPUT") return error;
  const message = `Prometheus ${JSON.stringify(prometheus.name)} does not take a query of the gateway`;
  return new FairwayError("INTEGRATION_UNAVAILABLE", message, { cause: error });
}
