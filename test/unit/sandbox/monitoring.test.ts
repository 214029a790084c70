import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cannedSeries } from "../../../src/sandbox/monitoring/figures.ts";
import { CannedMonitoring } from "../../../src/sandbox/monitoring/monitoring.ts";

const range = { start: 1_000, end: 1_060, step: 30 };

describe("figures of the sandbox", () => {
  const query =
    'sum by (namespace, pod) (max by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{cluster="eu-prod",namespace="shop",pod=~"web-1|web\\\\.2",container!=""}[60s])))';

  test("are a series for each of those that are asked for, with a point for each step", () => {
    const series = cannedSeries(query, range);
    expect(series.map(({ metric }) => metric)).toEqual([
      { namespace: "shop", pod: "web-1" },
      { namespace: "shop", pod: "web.2" },
    ]);
    for (const { values } of series) {
      expect(values.map(([at]) => at)).toEqual([1_000, 1_030, 1_060]);
      for (const [, value] of values) expect(Number(value)).toBeGreaterThanOrEqual(0);
    }
  });

  test("are the same for the same question, and others for another pod", () => {
    expect(cannedSeries(query, range)).toEqual(cannedSeries(query, range));
    const [one, two] = cannedSeries(query, range);
    expect(one?.values).not.toEqual(two?.values);
  });

  test.each(["", "up", 'unheard_of{cluster="a"}', "{}", "sum by (("])("are none for %j", (text) => {
    expect(cannedSeries(text, range)).toEqual([]);
  });
});

describe("the systems beside the sandbox", () => {
  let monitoring: CannedMonitoring;
  let now = Date.parse("2026-09-01T09:00:00Z");
  beforeEach(async () => {
    now = Date.parse("2026-09-01T09:00:00Z");
    monitoring = new CannedMonitoring(() => now);
    await monitoring.listen();
  });
  afterEach(() => monitoring[Symbol.asyncDispose]());

  async function ask(method: string, path: string, body?: object) {
    const response = await fetch(`${monitoring.url}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    return { status: response.status, body: (await response.json()) as never };
  }
  const alerts = async () =>
    (await ask("GET", "/api/v2/alerts")).body as { labels: { alertname: string }; status: object }[];
  const matchers = [{ name: "alertname", value: "High.*", isRegex: true, isEqual: true }];
  const silence = (until: string) => ({
    matchers,
    startsAt: new Date(now).toISOString(),
    endsAt: until,
    createdBy: "alice",
    comment: "known",
  });

  test("silence what is asked for, until that is over or expired", async () => {
    expect((await alerts()).every(({ status }) => (status as { state: string }).state === "active")).toBe(true);
    const made = await ask("POST", "/api/v2/silences", silence("2026-09-01T10:00:00Z"));
    const id = (made.body as { silenceID: string }).silenceID;
    const latency = async () => (await alerts()).find(({ labels }) => labels.alertname === "HighLatency")?.status;
    expect(await latency()).toMatchObject({ state: "suppressed", silencedBy: [id] });
    expect(await ask("DELETE", `/api/v2/silence/${id}`)).toMatchObject({ status: 200 });
    expect(await latency()).toMatchObject({ state: "active", silencedBy: [] });
    expect(await ask("GET", `/api/v2/silence/${id}`)).toMatchObject({ body: { status: { state: "expired" } } });
  });

  test.each([
    ["a silence of nothing", "POST", "/api/v2/silences", { matchers: [] }, 400],
    [
      "a silence that ends before it begins",
      "POST",
      "/api/v2/silences",
      { matchers, startsAt: "2026-09-02T00:00:00Z", endsAt: "2026-09-01T00:00:00Z" },
      400,
    ],
    ["a silence that is not there", "DELETE", "/api/v2/silence/none", undefined, 404],
    ["a range without an end", "GET", "/api/v1/query_range?query=x&start=0&step=1", undefined, 400],
    ["a range of too many points", "GET", "/api/v1/query_range?query=x&start=0&end=1e9&step=1", undefined, 400],
    ["something else", "GET", "/metrics", undefined, 404],
  ])("refuse %s", async (_what, method, path, body, status) => {
    expect((await ask(method, path, body)).status).toBe(status);
  });
});
