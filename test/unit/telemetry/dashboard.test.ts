import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Metrics } from "../../../src/telemetry/index.ts";
import { projectRoot } from "../../architecture/source-file.ts";

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly query: string | { readonly query: string } }[] };
}

const file = "deploy/grafana/fairway.json";
const dashboard = JSON.parse(readFileSync(join(projectRoot, file), "utf8")) as Dashboard;
const panels = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })));
const namesIn = (text: string) => [...text.matchAll(/\bfairway_\w+/g)].map(([name]) => name);

/** The type of each metric that is exposed. */
async function exposed(): Promise<ReadonlyMap<string, string>> {
  const text = await new Metrics().expose();
  return new Map([...text.matchAll(/^# TYPE (fairway_\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => [name, type]));
}

test("every metric that the dashboard names is one that the gateway shows", async () => {
  const metrics = await exposed();
  const queries = dashboard.templating.list.map(({ query }) => (typeof query === "string" ? query : query.query));
  const named = [...panels.map(({ expr }) => expr), ...queries].flatMap(namesIn);
  expect(named.length).toBeGreaterThan(20);
  for (const name of named) {
    const bare = metrics.get(name.replace(/_bucket$/, "")) === "histogram" ? name.replace(/_bucket$/, "") : name;
    expect(metrics.has(bare), name).toBe(true);
  }
});

test.each([
  ["the age of the last event", "fairway_store_last_event_age_seconds"],
  ["relists", "fairway_relists_total"],
  ["restarts of watches", "fairway_watch_restarts_total"],
  ["objects", "fairway_store_objects"],
  ["bytes", "fairway_store_received_bytes"],
  ["subscribers", "fairway_store_subscribers"],
  ["the depth of the queue", "fairway_store_queue_changes"],
  ["what is polled", "fairway_store_polled"],
])("has a panel for %s, by cluster and resource", (_, metric) => {
  const shown = panels.filter(({ expr }) => namesIn(expr).includes(metric));
  expect(shown.map(({ legendFormat }) => legendFormat)).toEqual(["{{cluster}} {{resource}}"]);
});

test("counters are shown as rates or increases, gauges as they are", async () => {
  const metrics = await exposed();
  for (const { title, expr } of panels) {
    const counts = namesIn(expr).some((name) => name.endsWith("_bucket") || metrics.get(name) === "counter");
    expect(/\b(rate|increase)\(/.test(expr), title).toBe(counts);
  }
});
