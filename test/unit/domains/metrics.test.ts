import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import type { AlertingRule, RuleState } from "../../../src/integrations/prometheus/index.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { deployment, metadata, namespace, ownedBy, pod, replicaSet } from "./manifests.ts";
import { seriesOf } from "./scripted-metrics.ts";

let world: KubernetesWorld;
beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  world.now = 1_700_000_007_000;
});
afterEach(() => world[Symbol.asyncDispose]());

/** A deployment of so many pods, named after it. */
function fill(cluster: string, name: string, pods: number): void {
  const owner = deployment(name);
  const set = replicaSet(`${name}-1`, owner);
  world.put(cluster, "apps/deployments", owner);
  world.put(cluster, "apps/replicasets", set);
  for (let n = 0; n < pods; n += 1) world.put(cluster, "pods", pod(`${name}-1-${n}`, ownedBy(set)));
}

const range = { start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:01:00Z", stepSeconds: 30 };
const start = Date.parse(range.start);
const selection = "source stepSeconds series { name unit labels points { at value } }";

interface Found {
  readonly source: string;
  readonly series: readonly { readonly name: string; readonly points: readonly { readonly value: number | null }[] }[];
}

describe("metrics of many objects", () => {
  const document = `query ($range: MetricRangeInput!, $names: [MetricName!]) {
    deployments(orderBy: [{ field: NAME }]) { nodes { name metrics(range: $range, names: $names) { ${selection} } } }
    pods(first: 500, orderBy: [{ field: NAME }]) { nodes { name metrics(range: $range, names: $names) { ${selection} } } }
  }`;

  test("are asked of a Prometheus in one query for each metric, and added up for workloads", async () => {
    world.prometheuses.add("main", { clusters: ["alpha"] });
    fill("alpha", "api", 2);
    fill("alpha", "web", 3);
    world.prometheuses.answer = ({ promql }) => {
      if (promql.includes("memory")) return [];
      return ["api-1-0", "api-1-1", "web-1-0", "web-1-2", "somebody-else"].map((name, index) =>
        seriesOf(
          { namespace: "shop", pod: name },
          { [start]: index + 0.25, [start + 30_000]: name === "web-1-2" ? null : 1 },
        ),
      );
    };
    const { deployments, pods } = await world.data<{
      deployments: { nodes: { name: string; metrics: Found }[] };
      pods: { nodes: { name: string; metrics: Found }[] };
    }>(document, { range });
    expect(world.prometheuses.asked).toHaveLength(2);
    for (const { promql, range: asked } of world.prometheuses.asked) {
      expect(promql).toContain('namespace="shop",pod=~"api-1-0|api-1-1|web-1-0|web-1-1|web-1-2"');
      expect(promql).not.toContain("cluster");
      expect(asked).toEqual({ start, end: start + 60_000, stepSeconds: 30 });
    }
    const points = (...values: readonly (number | null)[]) =>
      values.map((value, index) => ({ at: new Date(start + 30_000 * index).toISOString(), value }));
    const series = (...values: readonly (number | null)[]) => [
      { name: "CPU", unit: "CORES", labels: {}, points: points(...values) },
    ];
    const metrics = (found: object[]) => ({ source: "PROMETHEUS", stepSeconds: 30, series: found });
    expect(deployments.nodes).toEqual([
      { name: "api", metrics: metrics(series(0.25 + 1.25, 2)) },
      { name: "web", metrics: metrics(series(2.25 + 3.25, 1)) },
    ]);
    expect(pods.nodes).toEqual([
      { name: "api-1-0", metrics: metrics(series(0.25, 1)) },
      { name: "api-1-1", metrics: metrics(series(1.25, 1)) },
      { name: "web-1-0", metrics: metrics(series(2.25, 1)) },
      { name: "web-1-1", metrics: metrics([]) },
      { name: "web-1-2", metrics: metrics(series(3.25, null)) },
    ]);
  });

  test("are asked in queries of a hundred names at the most", async () => {
    world.prometheuses.add("main", { clusters: ["alpha"] });
    fill("alpha", "web", 201);
    await world.data(document, { range, names: ["CPU"] });
    const names = world.prometheuses.asked.map(({ promql }) => promql.match(/pod=~?"([^"]*)"/)?.[1]?.split("|").length);
    // Each pod once, though it is asked for by itself and for its deployment.
    expect(names).toEqual([100, 100, 1]);
  });

  test("of several clusters are told apart by the label that the Prometheus has for that", async () => {
    world.prometheuses.add("fleet", { clusterLabel: "k8s_cluster" });
    fill("alpha", "web", 1);
    fill("bravo", "web", 1);
    world.prometheuses.answer = ({ promql }) => [
      seriesOf({ namespace: "shop", pod: "web-1-0" }, { [start]: promql.includes('k8s_cluster="alpha"') ? 1 : 2 }),
    ];
    const { pods } = await world.data<{ pods: { nodes: { cluster: string; metrics: Found }[] } }>(
      `query ($range: MetricRangeInput!) { pods(orderBy: [{ field: CLUSTER }]) { nodes { cluster metrics(range: $range, names: CPU) { ${selection} } } } }`,
      { range },
    );
    expect(pods.nodes.map(({ cluster, metrics }) => [cluster, metrics.series[0]?.points[0]?.value])).toEqual([
      ["alpha", 1],
      ["bravo", 2],
    ]);
    expect(world.prometheuses.asked.map(({ promql }) => promql.match(/k8s_cluster="\w+"/)?.[0]).sort()).toEqual([
      'k8s_cluster="alpha"',
      'k8s_cluster="bravo"',
    ]);
  });

  test("that cannot be added up are asked of all pods of a workload together", async () => {
    world.prometheuses.add("main");
    fill("alpha", "web", 2);
    world.prometheuses.answer = () => [seriesOf({}, { [start]: 0.3 })];
    const { deployments } = await world.data<{ deployments: { nodes: { metrics: Found }[] } }>(
      `query ($range: MetricRangeInput!) { deployments { nodes { metrics(range: $range, names: [LATENCY_P99]) { ${selection} } } } }`,
      { range },
    );
    expect(world.prometheuses.asked.map(({ promql }) => promql)).toEqual([
      'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{namespace="shop",pod=~"web-1-0|web-1-1"}[120s])))',
    ]);
    expect(deployments.nodes[0]?.metrics.series).toMatchObject([
      { name: "LATENCY_P99", unit: "SECONDS", points: [{ value: 0.3 }] },
    ]);
  });
});

const one = `query ($range: MetricRangeInput!, $names: [MetricName!] = [CPU]) {
  namespaces(filter: { clusters: ["alpha"] }) { nodes { name metrics(range: $range, names: $names) { ${selection} } } }
}`;

function putNamespace(): void {
  world.put("alpha", "namespaces", namespace("shop"));
}

test("a Prometheus that is away takes along what it was asked for, and nothing else", async () => {
  world.prometheuses.add("main", { clusters: ["alpha"] });
  putNamespace();
  world.prometheuses.answer = () => {
    throw new FairwayError("INTEGRATION_UNAVAILABLE", "nobody is there", { cause: "hunter2" });
  };
  const { data, errors } = await world.run(one, { range });
  expect(data).toEqual({ namespaces: { nodes: [{ name: "shop", metrics: null }] } });
  expect(errors).toMatchObject([
    {
      message: "nobody is there",
      path: ["namespaces", "nodes", 0, "metrics"],
      extensions: { code: "INTEGRATION_UNAVAILABLE" },
    },
  ]);
});

test("a query of the gateway's own that is refused is no mistake of the caller", async () => {
  world.prometheuses.add("main");
  putNamespace();
  world.prometheuses.answer = () => {
    throw new FairwayError("BAD_USER_INPUT", "parse error");
  };
  const { errors } = await world.run(one, { range });
  expect(errors).toMatchObject([{ extensions: { code: "INTEGRATION_UNAVAILABLE" } }]);
});

describe("who may not measure in a cluster", () => {
  test("is refused, and the Prometheus is not asked", async () => {
    world.prometheuses.add("main", { clusters: ["alpha"] });
    putNamespace();
    world.cluster("alpha").mayDelete = false;
    const { data, errors } = await world.run(one, { range });
    expect(data).toEqual({ namespaces: { nodes: [{ name: "shop", metrics: null }] } });
    expect(errors).toMatchObject([
      {
        message: 'pods.metrics.k8s.io is forbidden in namespace "shop": this caller cannot list it',
        extensions: { code: "FORBIDDEN", cluster: "alpha" },
      },
    ]);
    expect(world.cluster("alpha").asked).toEqual([
      { verb: "list", group: "metrics.k8s.io", resource: "pods", namespace: "shop" },
    ]);
    expect(world.prometheuses.asked).toEqual([]);
  });

  test.each([
    ["pods { nodes { metrics(range: $range) { source } } }", { verb: "get", resource: "pods", namespace: "shop" }],
    [
      "clusterNodes { nodes { metrics(range: $range) { source } } }",
      { verb: "get", resource: "nodes", name: "node-1" },
    ],
    ['cluster(name: "alpha") { controlPlaneMetrics(range: $range) { source } }', { verb: "list", resource: "nodes" }],
  ])("is asked for the right of %s", async (field, right) => {
    world.prometheuses.add("main", { clusters: ["alpha"] });
    fill("alpha", "web", 3);
    const { namespace: _, ...meta } = metadata("node-1");
    world.put("alpha", "nodes", { apiVersion: "v1", kind: "Node", metadata: meta });
    await world.data(`query ($range: MetricRangeInput!) { ${field} }`, { range });
    expect(world.cluster("alpha").asked).toEqual([{ group: "metrics.k8s.io", ...right }]);
  });
});

describe("where no Prometheus speaks for a cluster", () => {
  const measured = (name: string, timestamp: string, cpu: string) => ({
    apiVersion: "metrics.k8s.io/v1beta1",
    kind: "PodMetrics",
    metadata: metadata(name),
    timestamp,
    containers: [{ usage: { cpu, memory: "1Mi" } }, { usage: { cpu, memory: "2Mi" } }],
  });

  test("there is what its metrics API has measured last, in one point", async () => {
    world.prometheuses.add("main", { clusters: ["bravo"] });
    const alpha = world.cluster("alpha");
    const metrics = { ...served("metrics.k8s.io", "PodMetrics", true, ["get", "list"]), resource: "pods" };
    alpha.discovery.resources = [...alpha.discovery.resources, metrics];
    putNamespace();
    fill("alpha", "web", 2);
    world.put("alpha", "metrics.k8s.io/pods", measured("web-1-0", "2026-01-01T00:00:10Z", "100m"));
    world.put("alpha", "metrics.k8s.io/pods", measured("web-1-1", "2026-01-01T00:00:12Z", "150m"));
    const document = `query ($range: MetricRangeInput!) {
      namespaces { nodes { metrics(range: $range) { ${selection} } } }
      deployments { nodes { metrics(range: $range, names: [CPU, REQUESTS]) { ${selection} } } }
    }`;
    const cpu = { name: "CPU", unit: "CORES", labels: {}, points: [{ at: "2026-01-01T00:00:12.000Z", value: 0.5 }] };
    const memory = { ...cpu, name: "MEMORY", unit: "BYTES", points: [{ ...cpu.points[0], value: 6 * 2 ** 20 }] };
    const all = { source: "METRICS_API", stepSeconds: null };
    expect(await world.data(document, { range })).toEqual({
      namespaces: { nodes: [{ metrics: { ...all, series: [cpu, memory] } }] },
      deployments: { nodes: [{ metrics: { ...all, series: [cpu] } }] },
    });
    expect(world.prometheuses.asked).toEqual([]);
  });

  test("and it serves none either, there is null", async () => {
    putNamespace();
    expect(await world.data(one, { range })).toEqual({ namespaces: { nodes: [{ name: "shop", metrics: null }] } });
    const cluster = `query ($range: MetricRangeInput!) { cluster(name: "alpha") { prometheus controlPlaneMetrics(range: $range) { source } } }`;
    expect(await world.data(cluster, { range })).toEqual({ cluster: { prometheus: null, controlPlaneMetrics: null } });
  });
});

test("the last seconds end at a multiple of the step, for all of an operation alike", async () => {
  world.prometheuses.add("main");
  putNamespace();
  await world.data(one, { range: { lastSeconds: 65, stepSeconds: 30 }, names: ["CPU", "MEMORY"] });
  const end = 1_699_999_980_000;
  const expected = { start: end - 60_000, end, stepSeconds: 30 };
  expect(world.prometheuses.asked.map((each) => each.range)).toEqual([expected, expected]);
});

test("a step that is longer than the time has one point, which is now and not long over", async () => {
  world.prometheuses.add("main");
  putNamespace();
  await world.data(one, { range: { lastSeconds: 60, stepSeconds: 86_400 }, names: ["CPU"] });
  const now = { start: world.now, end: world.now, stepSeconds: 86_400 };
  expect(world.prometheuses.asked.map((each) => each.range)).toEqual([now]);
});

describe("garbage is refused before anything is asked", () => {
  test.each([
    ["no time at all", {}, "range"],
    ["two times", { ...range, lastSeconds: 60 }, "range"],
    ["a beginning without an end", { start: range.start }, "range"],
    ["an end before its beginning", { start: range.end, end: range.start }, "range.end"],
    ["more than 400 days", { start: "2020-01-01T00:00:00Z", end: range.end }, "range.end"],
    ["no seconds", { lastSeconds: 0 }, "range.lastSeconds"],
    ["too many seconds", { lastSeconds: 34_560_001 }, "range.lastSeconds"],
    ["a step beyond all time", { lastSeconds: 60, stepSeconds: 2_147_483_647 }, "range.stepSeconds"],
    ["no step", { lastSeconds: 60, stepSeconds: 0 }, "range.stepSeconds"],
    ["more than 1000 points", { lastSeconds: 100_000, stepSeconds: 100 }, "range.stepSeconds"],
  ])("%s", async (_what, asked, field) => {
    world.prometheuses.add("main");
    putNamespace();
    const { errors } = await world.run(one, { range: asked });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
    expect([world.prometheuses.asked, world.cluster("alpha").asked]).toEqual([[], []]);
  });

  test("a metric that a namespace does not have", async () => {
    putNamespace();
    const { errors } = await world.run(one, { range, names: ["CPU", "PENDING_PODS"] });
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^PENDING_PODS is not measured here; there are CPU, MEMORY, /),
        extensions: { code: "BAD_USER_INPUT", field: "names" },
      },
    ]);
  });
});

describe("a query of the caller's own", () => {
  const document = `query ($prometheus: String! = "fleet", $promql: String! = "up", $range: MetricRangeInput) {
    prometheusQuery(prometheus: $prometheus, promql: $promql, range: $range) {
      series { labels points { at value text histogram { count sum } } } warnings
    }
  }`;

  test("takes the right in each cluster that the Prometheus speaks for", async () => {
    world.prometheuses.add("fleet", { clusterLabel: "cluster" });
    world.prometheuses.answer = () => [seriesOf({ job: "x" }, { [start]: null })];
    expect(await world.data(document)).toEqual({
      prometheusQuery: {
        series: [
          {
            labels: { job: "x" },
            points: [{ at: "2026-01-01T00:00:00.000Z", value: null, text: "NaN", histogram: null }],
          },
        ],
        warnings: [],
      },
    });
    const right = { verb: "create", group: "fairway.dev", resource: "prometheusqueries", name: "fleet" };
    expect([world.cluster("alpha").asked, world.cluster("bravo").asked]).toEqual([[right], [right]]);

    world.cluster("bravo").mayDelete = false;
    world.prometheuses.asked.length = 0;
    const { data, errors } = await world.run(document);
    expect(data).toEqual({ prometheusQuery: null });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN", cluster: "bravo" } }]);
    expect(world.prometheuses.asked).toEqual([]);
  });

  test("is refused where no cluster could say who may do it", async () => {
    world.prometheuses.add("fleet", { clusters: ["gone"] });
    const { errors } = await world.run(document);
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(world.prometheuses.asked).toEqual([]);
  });

  test("that Prometheus does not take says which argument is at fault", async () => {
    world.prometheuses.add("fleet");
    world.prometheuses.answer = () => {
      throw new FairwayError("BAD_USER_INPUT", "1:5: parse error");
    };
    const { errors } = await world.run(document);
    expect(errors).toMatchObject([
      { message: "1:5: parse error", extensions: { code: "BAD_USER_INPUT", field: "promql" } },
    ]);
  });

  test("has a thousand series at the most", async () => {
    world.prometheuses.add("fleet");
    let count = 1_000;
    world.prometheuses.answer = () => Array.from({ length: count }, (_, n) => seriesOf({ n: String(n) }, {}));
    expect((await world.data<{ prometheusQuery: { series: object[] } }>(document)).prometheusQuery.series).toHaveLength(
      1_000,
    );
    count = 1_001;
    const { errors } = await world.run(document);
    expect(errors).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED", field: "promql" } }]);
  });

  test.each([
    ["a Prometheus that there is not", { prometheus: "other" }, "prometheus"],
    ["a query of nothing", { promql: " \n" }, "promql"],
    ["a query that is too long", { promql: "x".repeat(16 * 1024 + 1) }, "promql"],
    ["a time that is none", { range: {} }, "range"],
  ])("is refused with %s", async (_what, variables, field) => {
    world.prometheuses.add("fleet");
    const { errors } = await world.run(document, variables);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
    expect(world.prometheuses.asked).toEqual([]);
  });
});

describe("alerting rules", () => {
  const document = `query ($prometheus: String! = "fleet", $states: [AlertRuleState!], $first: Int) {
    alertRules(prometheus: $prometheus, states: $states, first: $first) {
      totalCount
      rules { name group promql forSeconds state health error evaluatedAt alertCount labels alerts { state labels activeAt value } }
    }
  }`;
  const rule = (name: string, state: RuleState, alerts: number): AlertingRule => ({
    name,
    group: "platform",
    query: "up == 0",
    forSeconds: 300,
    labels: { severity: "page" },
    annotations: {},
    state,
    health: "ok",
    error: null,
    evaluatedAt: range.end,
    alerts: Array.from({ length: alerts }, (_, index) => {
      return { labels: { instance: String(index) }, annotations: {}, state, activeAt: range.start, value: "0e+00" };
    }),
  });
  beforeEach(() => {
    world.prometheuses.add("fleet", { clusters: ["alpha", "gone"] });
    world.prometheuses.rules = [rule("Down", "firing", 101), rule("Slow", "inactive", 0), rule("Full", "pending", 1)];
  });

  interface Rules {
    readonly alertRules: {
      readonly totalCount: number;
      readonly rules: readonly {
        readonly name: string;
        readonly alertCount: number;
        readonly alerts: readonly object[];
      }[];
    };
  }

  test("are told with their alerts, a hundred of each at the most", async () => {
    const { alertRules } = await world.data<Rules>(document);
    expect(alertRules.totalCount).toBe(3);
    expect(alertRules.rules.map(({ name, alertCount, alerts }) => [name, alertCount, alerts.length])).toEqual([
      ["Down", 101, 100],
      ["Slow", 0, 0],
      ["Full", 1, 1],
    ]);
    expect(alertRules.rules[2]).toMatchObject({
      ...{ group: "platform", promql: "up == 0", forSeconds: 300, state: "PENDING", health: "OK", error: null },
      evaluatedAt: range.end,
      alerts: [{ state: "PENDING", labels: { instance: "0" }, activeAt: range.start, value: "0e+00" }],
    });
    const right = { verb: "get", group: "fairway.dev", resource: "alertrules", name: "fleet" };
    expect([world.cluster("alpha").asked, world.cluster("bravo").asked]).toEqual([[right], []]);
  });

  test("are those of some states, as many as are wanted, and counted all the same", async () => {
    const { alertRules } = await world.data<Rules>(document, { states: ["FIRING", "PENDING"], first: 1 });
    expect([alertRules.totalCount, alertRules.rules.map(({ name }) => name)]).toEqual([2, ["Down"]]);
  });

  test("are for those alone who may get them", async () => {
    world.cluster("alpha").mayDelete = false;
    const { data, errors } = await world.run(document);
    expect(data).toEqual({ alertRules: null });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN", cluster: "alpha" } }]);
  });

  test.each([
    [{ prometheus: "other" }, "prometheus"],
    [{ first: -1 }, "first"],
    [{ first: 501 }, "first"],
  ])("are not told for %j", async (variables, field) => {
    const { errors } = await world.run(document, variables);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });
});
