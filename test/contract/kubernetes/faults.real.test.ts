import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Cluster, ClusterOptions } from "../../../src/kubernetes/index.ts";
import { RealCluster, type RunningStore } from "./real-cluster.ts";

// A real API server whose history can be taken from it, behind connections that fail in every way that TCP has.
let stack: AsyncDisposableStack;
let real: RealCluster;
let store: RunningStore;
let cluster: Cluster;
let namespace: string;
let namespaces = 0;

const path = (name = "") => `/api/v1/namespaces/${namespace}/configmaps${name && `/${name}`}`;
const create = (name: string) => real.plane.api.request("POST", path(), { metadata: { name }, data: { key: "value" } });
const remove = (name: string) => real.plane.api.request("DELETE", path(name));
const change = (name: string, data: object) =>
  real.plane.api.request("PATCH", path(name), { data }, { contentType: "application/merge-patch+json" });

/** A store of three ConfigMaps that is live, with the heartbeat of a default unless told otherwise. */
async function begin(options: ClusterOptions = {}): Promise<void> {
  stack = new AsyncDisposableStack();
  namespace = `test-${++namespaces}`;
  await real.plane.api.request("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  for (const name of ["a", "b", "c"]) await create(name);
  cluster = stack.use(real.connect(options));
  store = stack.use(real.store(cluster, "configmaps", namespace));
  await store.until(() => store.isLive);
  store.changes.length = 0;
  real.lists.length = 0;
}

afterEach(() => stack.disposeAsync());

describe("when etcd has forgotten", () => {
  // Without its own memory of events the API server asks etcd for each, so that a compaction is the end of them.
  beforeAll(async () => {
    real = await RealCluster.start(["--watch-cache=false"]);
  }, 120_000);

  afterAll(() => real[Symbol.asyncDispose]());

  test.each([
    ["by a streamed list", true, "watch-list"],
    ["by pages", false, "paged"],
  ])(
    "what happened meanwhile arrives %s as a difference, deletions too, and nothing that did not change",
    async (_, watchList, mode) => {
      await begin({ health: { recoveryIntervalMs: 200 }, reflector: { watchList, pageSize: 2 } });
      const deleted = store.object("b")?.metadata.uid;
      const before = store.store.at;
      real.proxy.refuse(true);
      await store.until(() => store.error === "CLUSTER_UNAVAILABLE");
      await remove("a");
      await remove("b");
      await create("b");
      await create("d");
      await real.plane.compact();
      real.proxy.refuse(false);
      await store.until(() => store.isLive && store.changes.length >= 4);
      // The same name with another uid is another object.
      expect([...store.changes].sort()).toEqual(["+ b", "+ d", "- a", "- b"]);
      expect(store.changes.indexOf("- b")).toBeLessThan(store.changes.indexOf("+ b"));
      expect(store.object("b")?.metadata.uid).not.toBe(deleted);
      expect(real.lists).toEqual([`configmaps by ${mode}`]);
      expect(store.store.at?.epoch).toBe(before?.epoch);
      await create("e");
      await store.until(() => store.changes.length === 5);
      expect(store.changes.at(-1)).toBe("+ e");
    },
    30_000,
  );
});

describe("when connections fail", () => {
  beforeAll(async () => {
    real = await RealCluster.start();
  }, 120_000);

  afterAll(() => real[Symbol.asyncDispose]());

  beforeEach(() => begin());

  test.each([
    ["cut", () => real.proxy.cut()],
    ["half closed", () => real.proxy.halfClose()],
    ["garbled beneath TLS", () => real.proxy.garble()],
  ])("a watch that is %s is resumed at once: nobody notices, nothing is lost, nothing is listed", async (_, spoil) => {
    spoil();
    const startedAt = performance.now();
    // What is garbled is the next that comes, and this is it.
    await change("a", { key: "other" });
    await remove("b");
    await store.until(() => store.changes.length >= 2);
    const milliseconds = performance.now() - startedAt;
    expect(store.changes).toEqual(["~ a", "- b"]);
    expect(milliseconds).toBeLessThan(1_000);
    expect(store.healths).toEqual(["live"]);
    expect(real.lists).toEqual([]);
  });

  test("a connection whose far end is gone without a word is noticed within 15 s, and loses nothing", async () => {
    real.proxy.halfOpen();
    const goneAt = performance.now();
    await change("a", { key: "other" });
    await remove("b");
    await store.until(() => store.error !== undefined);
    const noticedMs = Math.round(performance.now() - goneAt);
    console.log(`a far end that went without a word is noticed after ${noticedMs} ms`);
    expect(noticedMs).toBeLessThan(15_000);
    expect(store.error).toBe("CLUSTER_TIMEOUT");
    await store.until(() => store.isLive && store.changes.length >= 2);
    expect(store.changes).toEqual(["~ a", "- b"]);
    expect(real.lists).toEqual([]);
  }, 30_000);

  test("a frozen API server that is killed and started again is stale within 10 s, and then live without it", async () => {
    real.plane.signal("apiserver", "SIGSTOP");
    const stoppedAt = performance.now();
    await store.until(() => store.error !== undefined);
    const noticedMs = Math.round(performance.now() - stoppedAt);
    console.log(`a stopped API server is noticed after ${noticedMs} ms`);
    expect(noticedMs).toBeLessThan(10_000);
    real.plane.signal("apiserver", "SIGKILL");
    await real.plane.startPart("apiserver");
    await remove("c");
    await store.until(() => store.isLive && store.changes.length >= 1);
    expect(store.changes).toEqual(["- c"]);
  }, 60_000);

  test("bytes that take a second each way make everything slow, and nothing stale", async () => {
    real.proxy.delay(1_000);
    stack.defer(() => real.proxy.delay(0));
    await change("a", { key: "other" });
    await cluster.health.probe();
    await store.until(() => store.changes.length === 1);
    expect(cluster.health.reachable).toBe(true);
    expect(store.healths).toEqual(["live"]);
  });
});

describe("when bodies are garbled", () => {
  beforeAll(async () => {
    real = await RealCluster.start([], true);
  }, 120_000);

  afterAll(() => real[Symbol.asyncDispose]());

  test("an event that makes no sense is asked for again, and not one is lost or told twice", async () => {
    await begin();
    for (let n = 0; n < 5; n += 1) {
      const heard = store.changes.length;
      real.proxy.garble();
      await change("a", { key: String(n) });
      await create(`new-${n}`);
      await store.until(() => store.changes.length >= heard + 2);
    }
    expect(store.changes).toEqual([0, 1, 2, 3, 4].flatMap((n) => ["~ a", `+ new-${n}`]));
    expect(store.object("a")?.data).toEqual({ key: "4" });
    expect(real.lists).toEqual([]);
  }, 30_000);
});
