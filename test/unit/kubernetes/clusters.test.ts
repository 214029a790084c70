import { afterEach, beforeEach, expect, test } from "vitest";
import { Clusters, type KubernetesObject } from "../../../src/kubernetes/index.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { RecordingFeed } from "./recording-feed.ts";
import { realRuntime } from "./runtime.ts";

let alpha: FakeApiServer;
let bravo: FakeApiServer;
let clusters: Clusters;

beforeEach(async () => {
  [alpha, bravo] = [await FakeApiServer.start(), await FakeApiServer.start()];
  clusters = new Clusters([alpha.config("alpha"), bravo.config("bravo")], { health: { intervalMs: 20 } }, realRuntime);
});

afterEach(async () => {
  await clusters.stop();
  await alpha[Symbol.asyncDispose]();
  await bravo[Symbol.asyncDispose]();
});

test("clusters are known by their names, in the order of registration", () => {
  expect(clusters.names()).toEqual(["alpha", "bravo"]);
  expect([...clusters].map(({ name }) => name)).toEqual(["alpha", "bravo"]);
  expect(clusters.has("alpha")).toBe(true);
  expect(clusters.has("constructor")).toBe(false);
  expect(clusters.get("bravo").name).toBe("bravo");
  expect(() => clusters.get("charlie")).toThrow(expect.objectContaining({ code: "UNKNOWN_CLUSTER" }));
  expect(() => clusters.sourceFor({ cluster: "charlie", resource: "pods" })).toThrow(
    'No cluster "charlie" is registered.',
  );
  expect(() => clusters.add(alpha.config("alpha"))).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
});

test("nothing is asked of a cluster before the start", async () => {
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(alpha.requests).toHaveLength(0);
  clusters.start();
  clusters.start();
  await alpha.until(() => alpha.requests.some(({ path }) => path === "/livez"));
  await bravo.until(() => bravo.requests.some(({ path }) => path === "/apis"));
});

test("a source fills a store from its own cluster", async () => {
  alpha.put("a");
  bravo.put("b");
  clusters.start();
  const stop = new AbortController();
  const feed = new RecordingFeed<KubernetesObject>();
  const run = clusters.sourceFor({ cluster: "bravo", resource: "pods" }).run(feed, stop.signal);
  await feed.until(() => feed.isLive);
  expect(feed.names).toEqual(["b"]);
  stop.abort();
  await run;
});

test("a cluster that comes while others run is started, one that goes is stopped, and both are told", async () => {
  clusters.start();
  const before = clusters.cell.changedAt;
  await using charlie = await FakeApiServer.start();
  clusters.add(charlie.config("charlie"));
  expect(clusters.cell.changedAt).toBeGreaterThan(before);
  await charlie.until(() => charlie.requests.some(({ path }) => path === "/livez"));

  const added = clusters.cell.changedAt;
  await clusters.remove("charlie");
  await clusters.remove("charlie");
  expect(clusters.cell.changedAt).toBeGreaterThan(added);
  expect(clusters.names()).toEqual(["alpha", "bravo"]);
  await charlie.until(() => charlie.connections === 0);
});

test("a frozen cluster delays no other", async () => {
  alpha.freeze();
  bravo.put("b");
  clusters.start();
  const stop = new AbortController();
  const feeds = { alpha: new RecordingFeed<KubernetesObject>(), bravo: new RecordingFeed<KubernetesObject>() };
  const runs = (["alpha", "bravo"] as const).map((cluster) =>
    clusters.sourceFor({ cluster, resource: "pods" }).run(feeds[cluster], stop.signal),
  );
  await feeds.bravo.until(() => feeds.bravo.isLive);
  expect(feeds.alpha.commits).toBe(0);
  stop.abort();
  await Promise.all(runs);
});

test("stopped clusters leave no connection behind", async () => {
  clusters.start();
  await alpha.until(() => alpha.requests.some(({ path }) => path === "/apis"));
  await clusters.stop();
  await alpha.until(() => alpha.connections === 0);
  expect(alpha.connections).toBe(0);
});
