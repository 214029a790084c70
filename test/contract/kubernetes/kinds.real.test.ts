import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Cluster } from "../../../src/kubernetes/index.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { crd, crdsPath } from "../../support/custom-resources.ts";
import { RealCluster } from "./real-cluster.ts";

// How soon kinds that come and go are noticed, with the intervals of a default.
let real: RealCluster;
let stack: AsyncDisposableStack;
let group: string;
let groups = 0;

beforeAll(async () => {
  real = await RealCluster.start();
}, 120_000);

afterAll(() => real[Symbol.asyncDispose]());

beforeEach(() => {
  stack = new AsyncDisposableStack();
  group = `test-${++groups}.fairway.test`;
});

afterEach(async () => {
  await stack.disposeAsync();
});

const define = (versions?: readonly string[]) =>
  real.plane.api.request("POST", crdsPath, crd(group, "widgets", "Widget", versions));
const undefine = () => real.plane.api.request("DELETE", `${crdsPath}/widgets.${group}`);
const create = (name: string, version = "v1") => {
  const widget = { apiVersion: `${group}/${version}`, kind: "Widget", metadata: { name }, spec: { x: 1 } };
  const post = () => real.plane.api.request("POST", `/apis/${group}/${version}/widgets`, widget).catch(() => undefined);
  return waitFor(post, 10_000, `widget ${name}`);
};
const until = (fact: () => boolean, what: string) => waitFor(fact, 10_000, what);

/** A cluster that has looked around, and whose definitions are watched where that is allowed. */
async function connect(user?: string): Promise<Cluster> {
  const cluster = stack.use(real.connect({}, user));
  await until(() => cluster.discovery.hasSynced, "discovery");
  return cluster;
}

test.each([
  ["by its definition, which is watched", "admin"],
  ["by looking, where definitions may not be watched", "mallory"],
])("a kind that comes and goes is noticed within five seconds %s", async (how, user) => {
  const cluster = await connect(user);
  const name = `${group}/widgets`;
  const timed = async (change: () => Promise<unknown>, fact: () => boolean, what: string) => {
    await change();
    const startedAt = performance.now();
    await until(fact, what);
    const milliseconds = Math.round(performance.now() - startedAt);
    console.log(`a kind that ${what} is noticed ${how} after ${milliseconds} ms`);
    expect(milliseconds).toBeLessThan(5_000);
  };
  await timed(define, () => cluster.discovery.find(name) !== undefined, "comes");
  await timed(undefine, () => cluster.discovery.find(name) === undefined, "goes");
});

test("looking again and again is cheap where nobody tells: the server says that nothing has changed", async () => {
  const cluster = await connect("mallory");
  const answers = real.statuses.length;
  await until(() => real.statuses.slice(answers).filter((status) => status === 304).length >= 2, "a second look");
  expect(cluster.discovery.find("configmaps")).toBeDefined();
});

test("a store of a kind that goes says that it is unknown, and one that comes back is filled", async () => {
  const cluster = await connect();
  const store = stack.use(real.store(cluster, `${group}/widgets`));
  await store.until(() => store.error === "UNKNOWN_KIND");
  await define();
  await create("first");
  await store.until(() => store.names.includes("first"));
  expect(store.object("first")).toMatchObject({ apiVersion: `${group}/v1`, kind: "Widget", spec: { x: 1 } });
  const others = stack.use(real.store(cluster, "configmaps", "kube-system"));
  await others.until(() => others.isLive);
  real.lists.length = 0;
  await undefine();
  const startedAt = performance.now();
  await store.until(() => store.error === "UNKNOWN_KIND");
  const milliseconds = Math.round(performance.now() - startedAt);
  console.log(`the store of a kind that went says so after ${milliseconds} ms`);
  expect(milliseconds).toBeLessThan(5_000);
  await define();
  await create("second");
  await store.until(() => store.isLive && store.names.join() === "second");
  // Nothing of this concerns the stores of other kinds.
  expect(others.changes).toEqual([]);
  expect(others.isLive).toBe(true);
  expect(real.lists).not.toContain("configmaps by watch-list");
}, 30_000);

test("a kind whose preferred version changes is listed anew in that version", async () => {
  const cluster = await connect();
  await define(["v1"]);
  await create("w");
  const store = stack.use(real.store(cluster, `${group}/widgets`));
  await store.until(() => store.isLive && store.names.includes("w"));
  const { spec } = crd(group, "widgets", "Widget", ["v2", "v1"]);
  const path = `${crdsPath}/widgets.${group}`;
  await real.plane.api.request("PATCH", path, { spec }, { contentType: "application/merge-patch+json" });
  const startedAt = performance.now();
  await store.until(() => store.object("w")?.apiVersion === `${group}/v2`);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  await create("x", "v2");
  await store.until(() => store.names.includes("x"));
}, 30_000);
