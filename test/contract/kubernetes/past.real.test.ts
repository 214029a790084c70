import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ClusterOptions } from "../../../src/kubernetes/index.ts";
import type { Position } from "../../../src/state/index.ts";
import { RealCluster, type RunningStore } from "./real-cluster.ts";

let real: RealCluster;
let stack: AsyncDisposableStack;
let namespace: string;
let namespaces = 0;

beforeAll(async () => {
  real = await RealCluster.start();
}, 120_000);

afterAll(async () => {
  await real[Symbol.asyncDispose]();
});

afterEach(async () => {
  await stack.disposeAsync();
});

const patient: ClusterOptions = { health: { recoveryIntervalMs: 200 } };
const life = new AbortController().signal;

const path = (name = "") => `/api/v1/namespaces/${namespace}/configmaps${name && `/${name}`}`;
const create = (name: string) => real.plane.api.request("POST", path(), { metadata: { name }, data: { key: "value" } });
const remove = (name: string) => real.plane.api.request("DELETE", path(name));
const change = (name: string, key = "other") =>
  real.plane.api.request("PATCH", path(name), { data: { key } }, { contentType: "application/merge-patch+json" });

/** Where a store stood that held a, b and c; it is gone when this resolves. */
async function begin(): Promise<Position> {
  stack = new AsyncDisposableStack();
  namespace = `past-${++namespaces}`;
  await real.plane.api.request("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  for (const name of ["a", "b", "c"]) await create(name);
  using first = await started();
  const { at } = first.store;
  if (!at) throw new Error("a store that is live and has no position");
  return at;
}

async function started(): Promise<RunningStore> {
  const store = real.store(stack.use(real.connect(patient)), "configmaps", namespace);
  await store.until(() => store.isLive);
  return store;
}

function told({ store }: RunningStore, after: Position): string[] | "expired" {
  const changes = store.since(after);
  if (changes === "expired") return changes;
  return changes.map(({ before, after: is, forgotten }) => {
    return `${forgotten ? "?" : before ? (is ? "~" : "-") : "+"} ${(is ?? before)?.name}`;
  });
}

describe("what happened before a store began to listen", () => {
  test("is asked of the API server, deletions too", async () => {
    const place = await begin();
    await remove("a");
    await change("b");
    await create("d");
    await change("b", "another");
    await remove("d");
    // Something else, so that the last of it is older than where the next store begins: nothing but a bookmark can say
    // that there was no more of it.
    await real.plane.api.request("POST", path().replace("configmaps", "secrets"), { metadata: { name: "s" } });
    using store = await started();
    expect(store.store.since(place)).toBe("expired");
    await store.store.reach(place, life);
    expect(told(store, place)).toEqual(["- a", "? b", "+ d", "~ b", "- d"]);
    await remove("c");
    await store.until(() => store.changes.length === 1);
    expect(told(store, place).at(-1)).toBe("- c");
    expect(store.changes).toEqual(["- c"]);
  }, 30_000);

  test("is known at once when something happens that the store hears of itself", async () => {
    const place = await begin();
    await remove("a");
    using store = await started();
    const reaching = store.store.reach(place, life);
    await create("d");
    await reaching;
    await store.until(() => store.changes.length === 1);
    expect(told(store, place)).toEqual(["- a", "+ d"]);
  }, 30_000);

  test("is asked for again when the connection breaks meanwhile", async () => {
    const place = await begin();
    await remove("a");
    using store = await started();
    const reaching = store.store.reach(place, life);
    real.proxy.refuse(true);
    await store.until(() => store.error !== undefined);
    real.proxy.refuse(false);
    await reaching;
    expect(told(store, place)).toEqual(["- a"]);
  }, 30_000);

  test("is forgotten by an API server that was started since", async () => {
    const place = await begin();
    await remove("a");
    real.plane.signal("apiserver", "SIGKILL");
    await real.plane.startPart("apiserver");
    using store = await started();
    await store.store.reach(place, life);
    expect(told(store, place)).toBe("expired");
  }, 60_000);
});
