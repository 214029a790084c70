import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { refusal, type Scripted, ScriptedPrometheus, success } from "../../support/scripted-prometheus.ts";
import { never, portTo, prometheusContract, queries } from "./prometheus.ts";

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

async function start(): Promise<ScriptedPrometheus> {
  return stack.use(await ScriptedPrometheus.start());
}

const now = 1_700_000_000.123;
const vector = (value: string, labels = {}): Scripted => {
  return () => ({ body: success("vector", [{ metric: labels, value: [now, value] }]) });
};

/** As a real one answers. */
const recorded: Readonly<Record<keyof typeof queries, Scripted>> = {
  labelled: vector("0.25", { pod: 'we"b' }),
  scalar: () => ({ body: success("scalar", [now, "2"]) }),
  text: () => ({ body: success("string", [now, "some words"]) }),
  notANumber: vector("NaN"),
  infinite: vector("-Inf"),
  large: vector("9007199254740992"),
  ramp: ({ form }) => {
    const [start, end, step] = [Number(form.start), Number(form.end), Number(form.step)];
    const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);
    return { body: success("matrix", [{ metric: {}, values: times.map((at) => [at, String(at - 1_700_000_000)]) }]) };
  },
  nothing: () => ({ body: success("vector", []) }),
  unreadable: () => ({
    status: 400,
    body: refusal("bad_data", 'invalid parameter "query": 1:5: parse error: unclosed left parenthesis'),
  }),
  ambiguous: () => ({
    status: 422,
    body: refusal(
      "execution",
      "found duplicate series for the match group {} on the right hand-side of the operation;many-to-many matching not allowed",
    ),
  }),
};

const evaluated = { lastEvaluation: "2026-11-26T20:25:12.123456789Z", evaluationTime: 0.0002 };
const alerting = { type: "alerting", duration: 0, labels: {}, annotations: {}, health: "ok", ...evaluated };
const alert = { annotations: {}, activeAt: "2026-11-26T20:25:11.123456789Z" };

/** `ruleGroups`, as a real one tells them. */
const recordedRules = [
  { type: "recording", name: "one", query: "vector(1)", health: "ok", ...evaluated },
  {
    ...alerting,
    name: "Always",
    query: "vector(0.5)",
    labels: { severity: "page" },
    annotations: { summary: "It is {{ $value }}" },
    state: "firing",
    alerts: [
      {
        ...alert,
        labels: { alertname: "Always", severity: "page" },
        annotations: { summary: "It is 0.5" },
        state: "firing",
        value: "5e-01",
      },
    ],
  },
  {
    ...alerting,
    name: "Soon",
    query: "vector(1)",
    duration: 3_600,
    state: "pending",
    alerts: [{ ...alert, labels: { alertname: "Soon" }, state: "pending", value: "1e+00" }],
  },
  { ...alerting, name: "Never", query: "vector(0) > 1", state: "inactive", alerts: [] },
  {
    ...alerting,
    name: "Wrong",
    query: 'vector(1) + on () (vector(1) or label_replace(vector(1), "a", "b", "", ""))',
    state: "inactive",
    health: "err",
    lastError:
      "found duplicate series for the match group {} on the right hand-side of the operation;many-to-many matching not allowed",
    alerts: [],
  },
];
const rulesBody = (rules: unknown): object => {
  return { status: "success", data: { groups: [{ name: "contract", file: "rules.yml", interval: 1, rules }] } };
};

prometheusContract(async () => {
  const prometheus = await start();
  prometheus.answers.set("/api/v1/rules", () => ({ body: rulesBody(recordedRules) }));
  for (const [name, query] of Object.entries(queries)) {
    prometheus.answers.set(query, recorded[name as keyof typeof queries]);
  }
  return { url: prometheus.url, kill: () => prometheus.kill() };
});

const unusable = { code: "INTEGRATION_UNAVAILABLE", message: 'Prometheus "main" gave no usable answer' };

describe("what a Prometheus answers is not believed when it", () => {
  const body = (value: unknown): Scripted => {
    return () => ({ body: value });
  };
  const data = (resultType: string, result: unknown) => body(success(resultType, result));
  const sample = (value: unknown) => data("vector", [{ metric: {}, value }]);

  test.each<[string, Scripted]>([
    ["is null", body(null)],
    ["is a list", body([])],
    ["has no data", body({ status: "success" })],
    ["has no result", body({ status: "success", data: { resultType: "vector" } })],
    ["has a result of an unknown type", data("tensor", [])],
    ["has a series that is none", data("vector", ["x"])],
    ["has labels that are no texts", data("vector", [{ metric: { pod: 1 }, value: [now, "1"] }])],
    ["has a value that is a number", sample([now, 1])],
    ["has a value without a time", sample(["now", "1"])],
    ["has a time beyond all calendars", sample([1e300, "1"])],
    ["has a value that is no pair", sample([now])],
    ["has values that are no list", data("matrix", [{ metric: {}, values: "x" }])],
    ["has a histogram that is none", data("vector", [{ metric: {}, histogram: [now, "1"] }])],
    ["says an error with HTTP status 200", body(refusal("bad_data", "hunter2"))],
    ["says HTTP status 404", () => ({ status: 404, body: "hunter2" })],
    ["says HTTP status 503", () => ({ status: 503, body: refusal("unavailable", "hunter2") })],
    ["says HTTP status 400 without a reason", () => ({ status: 400, body: {} })],
  ])("%s", async (_what, scripted) => {
    const prometheus = await start();
    prometheus.answers.set("up", scripted);
    await using port = portTo(prometheus.url);
    await expect(port.prometheus.query("up", never)).rejects.toMatchObject(unusable);
    expect(port.metrics.outcomes).toEqual(["prometheus main failed"]);
  });

  test.each([
    ["is no JSON", "<html>hunter2</html>"],
    ["is cut off", '{"status":"success","data":{'],
    ["is empty", ""],
  ])("%s", async (_what, text) => {
    const prometheus = await start();
    prometheus.before = (_request, response) => {
      response.end(text);
      return true;
    };
    await using port = portTo(prometheus.url);
    await expect(port.prometheus.query("up", never)).rejects.toMatchObject(unusable);
  });

  test("breaks off in the middle", async () => {
    const prometheus = await start();
    prometheus.before = (_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("{", () => response.destroy());
      return true;
    };
    await using port = portTo(prometheus.url);
    await expect(port.prometheus.query("up", never)).rejects.toMatchObject(unusable);
  });

  test("redirects", async () => {
    const [prometheus, other] = [await start(), await start()];
    prometheus.before = (_request, response) => {
      response.writeHead(307, { location: other.url }).end();
      return true;
    };
    await using port = portTo(prometheus.url);
    await expect(port.prometheus.query("up", never)).rejects.toMatchObject(unusable);
    expect(other.requests).toEqual([]);
  });
});

describe("rules are not believed that", () => {
  const [, rule] = recordedRules;
  test.each<[string, object]>([
    ["are no groups", { status: "success", data: {} }],
    ["have a group that is none", { status: "success", data: { groups: ["x"] } }],
    ["have a group without rules", { status: "success", data: { groups: [{ name: "x" }] } }],
    ["have a rule that is none", rulesBody([null])],
    ["have a rule without a name", rulesBody([{ ...rule, name: undefined }])],
    ["have an unknown state", rulesBody([{ ...rule, state: "dreaming" }])],
    ["have an unknown health", rulesBody([{ ...rule, health: "fine" }])],
    ["have alerts that are none", rulesBody([{ ...rule, alerts: "x" }])],
    ["have an alert without a value", rulesBody([{ ...rule, alerts: [{ ...alert, state: "firing" }] }])],
  ])("%s", async (_what, body) => {
    const prometheus = await start();
    prometheus.answers.set("/api/v1/rules", () => ({ body }));
    await using port = portTo(prometheus.url);
    await expect(port.prometheus.rules(never)).rejects.toMatchObject(unusable);
  });

  test("are refused like a query", async () => {
    const prometheus = await start();
    prometheus.answers.set("/api/v1/rules", () => ({ status: 400, body: refusal("bad_data", "no such thing") }));
    await using port = portTo(prometheus.url);
    await expect(port.prometheus.rules(never)).rejects.toMatchObject(unusable);
  });
});

test.each(["inactive", "unknown"])("a rule that was never evaluated, %s, has no time of that", async (state) => {
  const prometheus = await start();
  const fresh = { ...recordedRules[1], state, health: "unknown", lastEvaluation: "0001-01-01T00:00:00Z", alerts: [] };
  prometheus.answers.set("/api/v1/rules", () => ({ body: rulesBody([fresh]) }));
  await using port = portTo(prometheus.url);
  expect(await port.prometheus.rules(never)).toMatchObject([
    { name: "Always", evaluatedAt: null, state: "inactive", health: "unknown" },
  ]);
});

test.each([
  ["does not answer", (): boolean => true],
  [
    "never comes to an end",
    (_request: unknown, response: { write(text: string): void }): boolean => {
      response.write("{");
      return true;
    },
  ],
])("one that %s is given up after its time", async (_what, before) => {
  const prometheus = await start();
  prometheus.before = before;
  await using port = portTo(prometheus.url, { timeoutMs: 200 });
  const began = performance.now();
  await expect(port.prometheus.query("up", never)).rejects.toMatchObject(unusable);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("an answer that is too large is a limit, and no sign of one that is away", async () => {
  const prometheus = await start();
  const large = Buffer.alloc(17 * 1024 * 1024, " ");
  prometheus.before = (_request, response) => {
    response.end(large);
    return true;
  };
  await using port = portTo(prometheus.url);
  await expect(port.prometheus.query("up", never)).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
    message: expect.stringContaining("16777216 bytes"),
  });
  expect(port.metrics.outcomes).toEqual(["prometheus main ok"]);
});

test("a query that takes it too long is a limit, and no sign of one that is away: others are not kept from asking", async () => {
  const prometheus = await start();
  const body = refusal("timeout", "query timed out in expression evaluation");
  prometheus.answers.set("endless", () => ({ status: 503, body }));
  prometheus.answers.set("up", vector("1"));
  await using port = portTo(prometheus.url);
  for (let times = 0; times < 4; times += 1) {
    await expect(port.prometheus.query("endless", never)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  }
  expect((await port.prometheus.query("up", never)).series).toHaveLength(1);
  // It gives up before we do, or we would not hear of it.
  expect(prometheus.requests[0]?.form.timeout).toBe("1800ms");
});

test("of many questions at once those that wait for the others are not late by that", async () => {
  const prometheus = await start();
  prometheus.before = (_request, response) => {
    setTimeout(() => response.end(JSON.stringify(success("vector", []))), 60);
    return true;
  };
  await using port = portTo(prometheus.url, { timeoutMs: 250 });
  const gone = new AbortController();
  const asked = Array.from({ length: 60 }, () => port.prometheus.query("up", never));
  const left = port.prometheus.query("up", gone.signal);
  gone.abort();
  await expect(left).rejects.toMatchObject({ code: "INTEGRATION_UNAVAILABLE" });
  expect(await Promise.all(asked)).toHaveLength(60);
  expect(port.metrics.outcomes).toEqual(asked.map(() => "prometheus main ok"));
});

test("native histograms are told by their count and sum, in the order of time with what else there is", async () => {
  const prometheus = await start();
  const histogram = (count: string, sum: string) => ({ count, sum, buckets: [[0, "0.5", "1", count]] });
  const series = {
    metric: { __name__: "latency" },
    values: [[2, "1"]],
    histograms: [
      [1, histogram("3", "0.75")],
      [3, histogram("4", "NaN")],
    ],
  };
  prometheus.answers.set("latency", () => ({ body: success("matrix", [series], { warnings: ["half of it", 7] }) }));
  await using port = portTo(prometheus.url);
  const range = { start: 1_000, end: 3_000, stepSeconds: 1 };
  expect(await port.prometheus.queryRange("latency", range, never)).toEqual({
    warnings: ["half of it"],
    series: [
      {
        labels: { __name__: "latency" },
        samples: [
          { at: 1_000, value: null, text: null, histogram: { count: 3, sum: 0.75 } },
          { at: 2_000, value: 1, text: "1", histogram: null },
          { at: 3_000, value: null, text: null, histogram: { count: 4, sum: null } },
        ],
      },
    ],
  });
});

test("whoever asked and has gone is no sign that it is away", async () => {
  const prometheus = await start();
  const gone = new AbortController();
  prometheus.before = () => {
    gone.abort();
    return true;
  };
  await using port = portTo(prometheus.url);
  await expect(port.prometheus.query("up", gone.signal)).rejects.toMatchObject({ code: "INTEGRATION_UNAVAILABLE" });
  expect(port.metrics.outcomes).toEqual([]);
});

test("after its pause one request tries it, and the others wait for what comes of that", async () => {
  const prometheus = await start();
  prometheus.before = (_request, response) => {
    response.writeHead(500).end();
    return true;
  };
  await using port = portTo(prometheus.url);
  for (let times = 0; times < 3; times += 1) await port.prometheus.query("up", never).catch(() => {});
  port.clock.now += 5_000;
  const tries = Array.from({ length: 4 }, () =>
    port.prometheus.query("up", never).catch((error: Error) => error.message),
  );
  expect(await Promise.all(tries)).toEqual([unusable.message, ...Array(3).fill(expect.stringContaining("left alone"))]);
  expect(prometheus.requests).toHaveLength(4);

  port.clock.now += 5_000;
  prometheus.before = () => false;
  await port.prometheus.query("up", never);
  expect((await port.prometheus.query("up", never)).series).toEqual([]);
});

test("it is shown the token of its file, as that is at the time, and asked by POST below its path", async () => {
  const prometheus = await start();
  const dir = mkdtempSync(join(tmpdir(), "fairway-prometheus-"));
  stack.defer(() => rmSync(dir, { recursive: true }));
  const tokenFile = join(dir, "token");
  await using port = portTo(`${prometheus.url}/tenant/`, { tokenFile });
  for (const token of ["first", "second"]) {
    writeFileSync(tokenFile, `${token}\n`);
    await port.prometheus.query("up", never);
  }
  expect(prometheus.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ["/tenant/api/v1/query", "Bearer first"],
    ["/tenant/api/v1/query", "Bearer second"],
  ]);
  rmSync(tokenFile);
  await expect(port.prometheus.query("up", never)).rejects.toMatchObject(unusable);
});
