import { isObject, type JsonObject, listOf, objectOf, textsByName } from "./json.ts";

/** One value of a series, at one time. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Null for what is no finite number, and for a histogram. */
  readonly value: number | null;
  /** As Prometheus writes it: `0.25`, `NaN`, `+Inf`. Null for a histogram. */
  readonly text: string | null;
  /** Of a native histogram. */
  readonly histogram: { readonly count: number | null; readonly sum: number | null } | null;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** In the order of time. */
  readonly samples: readonly Sample[];
}

export interface QueryAnswer {
  readonly series: readonly Series[];
  /** Why it may not be the whole truth, in Prometheus' words. */
  readonly warnings: readonly string[];
}

/** The query itself is at fault. The message is Prometheus' own, about the query alone. */
export class QueryRefused extends Error {
  constructor(message: string) {
    super(message.slice(0, 500));
    this.name = "QueryRefused";
  }
}

/** The query takes longer than it may. Whoever says so is there, and was asked for too much. */
export class QueryTimedOut extends Error {}

/** What Prometheus says to a query. Throws as `parseSuccess`. */
export function parseAnswer(status: number, body: string): QueryAnswer {
  const { data, warnings } = parseSuccess(status, body);
  return { series: seriesOf(data), warnings: textsOf(warnings) };
}

/**
 * What Prometheus' API says in any answer. Throws QueryRefused where it does not take what it is asked, QueryTimedOut where it gave up, and for
 * everything that is no answer an Error in words for the log.
 */
export function parseSuccess(status: number, body: string): { readonly data: JsonObject; readonly warnings: unknown } {
  const answer = jsonOf(body);
  if (!isObject(answer)) throw new Error(`HTTP status ${status}, and no object`);
  const { status: outcome, data, error, errorType } = answer;
  // 400: it cannot be read. 422: it can be read and not be done, as in two values where one is needed.
  if (outcome === "error" && (status === 400 || status === 422) && typeof error === "string") {
    throw new QueryRefused(error);
  }
  if (outcome === "error" && status === 503 && errorType === "timeout") throw new QueryTimedOut();
  if (status !== 200 || outcome !== "success") throw new Error(`HTTP status ${status}`);
  return { data: objectOf(data, "data"), warnings: answer.warnings };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Its message would have a part of the body.
    return undefined;
  }
}

function seriesOf({ resultType, result }: JsonObject): readonly Series[] {
  if (!Array.isArray(result)) throw new Error("data without a result");
  if (resultType === "scalar" || resultType === "string") return [{ labels: {}, samples: [sampleOf(result)] }];
  if (resultType !== "vector" && resultType !== "matrix") throw new Error("a result of an unknown type");
  return result.map((each: unknown) => {
    const { metric, value, values, histogram, histograms } = objectOf(each, "a series");
    const plain = listOf(values ?? (value === undefined ? [] : [value]), "values").map(sampleOf);
    const counted = listOf(histograms ?? (histogram === undefined ? [] : [histogram]), "histograms").map(histogramOf);
    const samples = counted.length === 0 ? plain : [...plain, ...counted].sort((a, b) => a.at - b.at);
    return { labels: textsByName(metric), samples };
  });
}

function sampleOf(pair: unknown): Sample {
  const [at, text] = pairOf(pair);
  if (typeof text !== "string") throw new Error("a value must be a text");
  return { at, value: numberOf(text), text, histogram: null };
}

function histogramOf(pair: unknown): Sample {
  const [at, histogram] = pairOf(pair);
  const { count, sum } = objectOf(histogram, "a histogram");
  return { at, value: null, text: null, histogram: { count: numberOf(count), sum: numberOf(sum) } };
}

function pairOf(pair: unknown): readonly [number, unknown] {
  if (!Array.isArray(pair) || pair.length !== 2) throw new Error("a sample must be a pair");
  const [seconds, value] = pair;
  const at = typeof seconds === "number" ? Math.round(seconds * 1000) : Number.NaN;
  // Beyond, it is no date.
  if (!(Math.abs(at) <= 8.64e15)) throw new Error("a sample without a time");
  return [at, value];
}

/** JSON has no NaN and no infinity, so neither has an answer of ours. */
function numberOf(text: unknown): number | null {
  const number = typeof text === "string" && text.trim() !== "" ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
