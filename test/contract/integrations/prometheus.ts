import { describe, expect, test } from "vitest";
import { Prometheuses, type PrometheusOptions } from "../../../src/integrations/prometheus/index.ts";
import { waitFor } from "../../control-plane/wait-for.ts";

/** A Prometheus, real or not, for the contract that both fulfil. */
export interface PrometheusUnderTest {
  readonly url: string;
  /** Ends it, as if its machine had gone. */
  readonly kill: () => Promise<void>;
}

export const never = new AbortController().signal;

export class RecordedOutcomes {
  readonly outcomes: string[] = [];
  askedIntegration(integration: string, name: string, outcome: string): void {
    this.outcomes.push(`${integration} ${name} ${outcome}`);
  }
}

/** A port to it, of the name `main`, whose clock stands still until a test moves it. */
export function portTo(url: string, more: Partial<PrometheusOptions> = {}) {
  const metrics = new RecordedOutcomes();
  const clock = { now: 0 };
  const options = {
    name: "main",
    url,
    clusters: ["alpha"],
    nodeLabel: "node",
    scrapeIntervalMs: 30_000,
    timeoutMs: 2_000,
  };
  const all = new Prometheuses([{ ...options, ...more }], { metrics, monotonic: () => clock.now });
  const prometheus = all.named("main")?.prometheus;
  if (!prometheus) throw new Error("it is not there");
  return { prometheus, metrics, clock, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() };
}

/** Queries that need no data, and that both are asked. */
export const queries = {
  labelled: 'label_replace(vector(0.25), "pod", "we\\"b", "", "")',
  scalar: "scalar(vector(2))",
  text: '"some words"',
  notANumber: "vector(0) / vector(0)",
  infinite: "vector(-1) / vector(0)",
  large: "vector(9007199254740993)",
  ramp: "vector(time()) - 1700000000",
  nothing: "some_metric_that_is_not",
  unreadable: "sum(",
  ambiguous:
    '(vector(1) or label_replace(vector(1), "a", "b", "", "")) * on () (vector(1) or label_replace(vector(1), "a", "b", "", ""))',
} as const;

/** What both have, as Prometheus' configuration has it. */
export const ruleGroups = [
  {
    name: "contract",
    rules: [
      { record: "one", expr: "vector(1)" },
      {
        alert: "Always",
        expr: "vector(0.5)",
        labels: { severity: "page" },
        annotations: { summary: "It is {{ $value }}" },
      },
      { alert: "Soon", expr: "vector(1)", for: "1h" },
      { alert: "Never", expr: "vector(0) > 1" },
      { alert: "Wrong", expr: 'vector(1) + on () (vector(1) or label_replace(vector(1), "a", "b", "", ""))' },
    ],
  },
];

/** `start` gives a Prometheus of its own to each call. */
export function prometheusContract(start: () => Promise<PrometheusUnderTest>): void {
  describe("a Prometheus", () => {
    test("gives values of now with their labels", async () => {
      const { url } = await start();
      await using port = portTo(url);
      const { series, warnings } = await port.prometheus.query(queries.labelled, never);
      expect(series).toEqual([
        { labels: { pod: 'we"b' }, samples: [{ at: expect.any(Number), value: 0.25, text: "0.25", histogram: null }] },
      ]);
      expect(warnings).toEqual([]);
      expect((await port.prometheus.query(queries.nothing, never)).series).toEqual([]);
      expect(port.metrics.outcomes).toEqual(["prometheus main ok", "prometheus main ok"]);
    });

    test("gives values over a time, one for each step, both ends included", async () => {
      const { url } = await start();
      await using port = portTo(url);
      const start_ = 1_700_000_000_000;
      const range = { start: start_, end: start_ + 30_000, stepSeconds: 15 };
      const { series } = await port.prometheus.queryRange(queries.ramp, range, never);
      expect(series.map(({ samples }) => samples.map(({ at, value }) => [at - start_, value]))).toEqual([
        [
          [0, 0],
          [15_000, 15],
          [30_000, 30],
        ],
      ]);
    });

    test.each([
      ["a plain number", queries.scalar, 2, "2"],
      ["a text", queries.text, null, "some words"],
      ["what is no number", queries.notANumber, null, "NaN"],
      ["an infinity", queries.infinite, null, "-Inf"],
      ["an integer beyond 2^53", queries.large, 9007199254740992, "9007199254740992"],
    ])("tells %s as it is", async (_what, query, value, text) => {
      const { url } = await start();
      await using port = portTo(url);
      const { series } = await port.prometheus.query(query, never);
      expect(series.map(({ labels, samples }) => [labels, samples.map((each) => [each.value, each.text])])).toEqual([
        [{}, [[value, text]]],
      ]);
    });

    test.each([
      ["that it cannot read", queries.unreadable, /parse error/],
      ["that has two values where one is needed", queries.ambiguous, /many-to-many/],
    ])("refuses a query %s in its own words, and is not taken for one that is away", async (_what, query, words) => {
      const { url } = await start();
      await using port = portTo(url);
      for (let times = 0; times < 5; times += 1) {
        const asked = port.prometheus.query(query, never);
        await expect(asked).rejects.toMatchObject({ code: "BAD_USER_INPUT", message: expect.stringMatching(words) });
      }
      expect(new Set(port.metrics.outcomes)).toEqual(new Set(["prometheus main ok"]));
    });

    test("tells its alerting rules, and how they stand", async () => {
      const { url } = await start();
      await using port = portTo(url);
      const evaluated = async () => {
        const rules = await port.prometheus.rules(never);
        return rules.length === 4 && rules.every(({ evaluatedAt }) => evaluatedAt !== null) ? rules : undefined;
      };
      const rules = await waitFor(evaluated, 10_000, "all rules have been evaluated");
      const time = expect.stringMatching(/^20\d\d-/);
      const quiet = { group: "contract", forSeconds: 0, labels: {}, annotations: {}, health: "ok", error: null };
      const active = { annotations: {}, activeAt: time };
      expect(rules).toEqual([
        {
          ...quiet,
          name: "Always",
          query: "vector(0.5)",
          labels: { severity: "page" },
          annotations: { summary: "It is {{ $value }}" },
          state: "firing",
          evaluatedAt: time,
          alerts: [
            {
              ...active,
              labels: { alertname: "Always", severity: "page" },
              annotations: { summary: "It is 0.5" },
              state: "firing",
              value: "5e-01",
            },
          ],
        },
        {
          ...quiet,
          name: "Soon",
          query: "vector(1)",
          forSeconds: 3_600,
          state: "pending",
          evaluatedAt: time,
          alerts: [{ ...active, labels: { alertname: "Soon" }, state: "pending", value: "1e+00" }],
        },
        { ...quiet, name: "Never", query: "vector(0) > 1", state: "inactive", evaluatedAt: time, alerts: [] },
        {
          ...quiet,
          name: "Wrong",
          query: expect.stringContaining("on ()"),
          state: "inactive",
          health: "err",
          error: expect.stringContaining("many-to-many"),
          evaluatedAt: time,
          alerts: [],
        },
      ]);
    });

    test("that is away says so, and is then left alone for a while", async () => {
      const { url, kill } = await start();
      await using port = portTo(url);
      await port.prometheus.query(queries.scalar, never);
      await kill();
      const away = { code: "INTEGRATION_UNAVAILABLE", message: 'Prometheus "main" gave no usable answer' };
      for (let times = 0; times < 3; times += 1) {
        await expect(port.prometheus.query(queries.scalar, never)).rejects.toMatchObject(away);
      }
      port.clock.now += 4_000;
      await expect(port.prometheus.query(queries.scalar, never)).rejects.toMatchObject({
        code: "INTEGRATION_UNAVAILABLE",
        message: expect.stringContaining("left alone"),
        retryAfterMs: 1_000,
      });
      port.clock.now += 1_000;
      await expect(port.prometheus.query(queries.scalar, never)).rejects.toMatchObject(away);
      expect(port.metrics.outcomes).toEqual(
        ["ok", "failed", "failed", "failed", "failed"].map((each) => `prometheus main ${each}`),
      );
    });
  });
}
