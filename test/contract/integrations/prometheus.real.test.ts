import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { matchersText } from "../../../src/integrations/prometheus/index.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { startMonitoring } from "../../parts/monitoring.ts";
import { metricLine, startExporter } from "../../support/exporter.ts";
import { never, portTo, prometheusContract, ruleGroups } from "./prometheus.ts";

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

async function start(targets: readonly string[] = []) {
  const dir = mkdtempSync(join(tmpdir(), "fairway-prometheus-"));
  stack.defer(() => rmSync(dir, { recursive: true, force: true }));
  const scrapeConfigs = [{ job_name: "exporter", static_configs: [{ targets }] }];
  return stack.use(await startMonitoring({ dir, scrapeConfigs, ruleGroups, interval: "1s" }));
}

prometheusContract(async () => {
  const { prometheusUrl, prometheus } = await start();
  return { url: prometheusUrl, kill: () => prometheus.stop() };
});

test("whatever is in a name, it finds the series of that name alone", async () => {
  const names = [
    "ab",
    'a"b',
    "a\\b",
    "a.b",
    "a|b",
    "a{b}",
    "a\nb",
    "a\tb",
    "(a",
    'a"} or vector(1) or x{a="',
    "a+b*c?[d]^$",
    "a-b",
    "ü",
  ];
  const exporter = stack.use(
    await startExporter(() => names.map((pod, index) => metricLine("odd", { pod }, index)).join("")),
  );
  const { prometheusUrl } = await start([exporter.target]);
  await using port = portTo(prometheusUrl);
  const found = async (query: string) => {
    const { series } = await port.prometheus.query(query, never);
    return series.map(({ labels }) => labels.pod).sort();
  };
  await waitFor(async () => (await found("odd")).length === names.length, 10_000, "all of them are scraped");
  for (const name of names) {
    expect(await found(`odd{${matchersText([{ label: "pod", values: [name] }])}}`)).toEqual([name]);
    // As one of several it stands in a pattern.
    expect(await found(`odd{${matchersText([{ label: "pod", values: [name, "nobody"] }])}}`)).toEqual([name]);
  }
  expect(await found(`odd{${matchersText([{ label: "pod", values: names }])}}`)).toEqual([...names].sort());
});
