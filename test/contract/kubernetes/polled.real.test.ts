import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Cluster } from "../../../src/kubernetes/index.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { ExtensionApi, USAGES } from "../../support/extension-api.ts";
import { RealCluster, type RunningStore } from "./real-cluster.ts";

// What cannot be watched, of a real extension behind the real API server's aggregation.
let real: RealCluster;
let extension: ExtensionApi;
let stack: AsyncDisposableStack;
let cluster: Cluster;
let usages: RunningStore;

beforeAll(async () => {
  real = await RealCluster.start();
  extension = await ExtensionApi.start(real.plane);
}, 120_000);

afterAll(async () => {
  await extension[Symbol.asyncDispose]();
  await real[Symbol.asyncDispose]();
});

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  extension.resourceVersion = undefined;
  for (const name of ["a", "b", "c"]) extension.set(name, "1");
  cluster = stack.use(real.connect({ reflector: { pollMs: 200, pageSize: 2, backoff: { capMs: 200 } } }));
  usages = stack.use(real.store(cluster, USAGES));
  await usages.until(() => usages.isLive);
});

afterEach(() => stack.disposeAsync());

/** The extension was listed as a whole since now. */
async function anotherPoll(): Promise<void> {
  const polls = () => real.lists.filter((list) => list === `${USAGES} by polled`).length;
  const before = polls();
  await waitFor(() => polls() >= before + 2, 10_000, "another poll");
}

test("is known as such", () => {
  expect(cluster.discovery.find(USAGES)).toMatchObject({ kind: "Usage", polled: true });
  expect(cluster.discovery.find("pods")).toMatchObject({ polled: false });
});

test.each([
  ["without versions", undefined],
  ["with a version that is always the same", "1"],
])("is held as it is, and what changed is announced and nothing else: objects %s", async (_, resourceVersion) => {
  extension.resourceVersion = resourceVersion;
  await anotherPoll();
  usages.changes.length = 0;
  expect(usages.object("a")).toEqual({
    apiVersion: "usage.fairway.test/v1",
    kind: "Usage",
    metadata: { name: "a", namespace: "default", ...(resourceVersion && { resourceVersion }) },
    usage: { cpu: "1" },
  });
  await anotherPoll();
  expect(usages.changes).toEqual([]);
  extension.set("a", "2");
  extension.delete("b");
  extension.set("d", "1");
  await usages.until(() => usages.changes.length === 3);
  await anotherPoll();
  expect([...usages.changes].sort()).toEqual(["+ d", "- b", "~ a"]);
  expect(usages.object("a")?.usage).toEqual({ cpu: "2" });
  extension.delete("d");
  await usages.until(() => usages.changes.length === 4);
});

test("has positions of its own: numbers of lists, in an epoch that no other run shares", async () => {
  const before = usages.store.at;
  await anotherPoll();
  const after = usages.store.at;
  expect(after?.epoch).toBe(before?.epoch);
  expect(Number(after?.rv)).toBeGreaterThan(Number(before?.rv));
  using other = real.store(cluster, USAGES);
  await other.until(() => other.isLive);
  expect(other.store.at?.epoch).not.toBe(after?.epoch);
});

test("is stale while its extension is down, which nothing else suffers from, and has lost nothing afterwards", async () => {
  using configMaps = real.store(cluster, "configmaps", "default");
  await configMaps.until(() => configMaps.isLive);
  const downAt = Date.now();
  await extension.close();
  await usages.until(() => usages.error !== undefined);
  expect(usages.error).toBe("CLUSTER_UNAVAILABLE");
  const { health } = usages.store;
  expect(health?.state === "stale" && Math.abs(health.since - downAt)).toBeLessThan(2_000);
  expect(usages.names).toEqual(["a", "b", "c"]);
  expect(cluster.health.reachable).toBe(true);
  await cluster.discovery.refresh();
  expect(cluster.discovery.find(USAGES)).toBeDefined();
  await real.plane.api.request("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name: "meanwhile" } });
  await configMaps.until(() => configMaps.names.includes("meanwhile"));
  expect(configMaps.isLive).toBe(true);
  extension.delete("c");
  await extension.listen();
  await usages.until(() => usages.isLive && usages.changes.length > 0);
  expect(usages.changes).toEqual(["- c"]);
}, 60_000);
