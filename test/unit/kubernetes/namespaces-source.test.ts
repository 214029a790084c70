import { afterEach, beforeEach, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import type { ApiResource, KubernetesObject } from "../../../src/kubernetes/index.ts";
import { NamespacesSource } from "../../../src/kubernetes/namespaces-source.ts";
import { Cell, type Change, type Item, type Position, Store } from "../../../src/state/index.ts";
import { until } from "../../support/facts.ts";
import { ScriptedSource } from "../../support/origin.ts";

let sources: Map<string, ScriptedSource<KubernetesObject>>;
let whole: ScriptedSource<KubernetesObject>;
let store: Store<KubernetesObject>;
let require: () => Promise<ApiResource>;
let cell: Cell;

const at = (rv: number, epoch = "e"): Position => ({ epoch, rv: String(rv) });

function item(namespace: string, name: string, version: number, uid = `${namespace}-${name}`): Item<KubernetesObject> {
  const metadata = { namespace, name, uid, resourceVersion: String(version) };
  return { namespace, name, uid, version: String(version), object: { apiVersion: "v1", kind: "Pod", metadata } };
}

const served = (namespaced: boolean) => async () => ({ namespaced }) as ApiResource;

beforeEach(() => {
  sources = new Map(["shop", "lab"].map((namespace) => [namespace, new ScriptedSource<KubernetesObject>()]));
  whole = new ScriptedSource();
  require = served(true);
  cell = new Cell();
  store = new Store<KubernetesObject>({
    scope: { cluster: "alpha", resource: "pods" },
    source: new NamespacesSource({
      resource: "pods",
      namespaces: [...sources.keys()],
      discovery: { require: () => require(), cell },
      sourceOf: (namespace) => (namespace === undefined ? whole : of(namespace)),
      now: () => 7,
    }),
    indexes: [],
    idleMs: 60_000,
    now: () => 0,
    onSourceFailure: (_scope, error) => expect.unreachable(String(error)),
  });
});

afterEach(() => store.stop());

function of(namespace: string): ScriptedSource<KubernetesObject> {
  const source = sources.get(namespace);
  if (!source) throw new Error(`no namespace ${namespace}`);
  return source;
}

async function begin(): Promise<void> {
  store.lease();
  await until(() => [...sources.values()].every(({ running }) => running), "the start of all");
}

/** Both are listed, shop up to 10 and lab up to 20, and live. */
async function fill(): Promise<void> {
  await begin();
  of("shop").list([item("shop", "a", 3), item("shop", "b", 4)], at(10));
  of("lab").list([item("lab", "x", 15)], at(20));
  for (const source of sources.values()) source.feed.health({ state: "live" });
}

const names = () => [...store.scan("all")].map(({ namespace, name }) => `${namespace}/${name}`).sort();

const told = (changes: readonly Change<KubernetesObject>[] | "expired") =>
  changes === "expired"
    ? changes
    : changes.map(({ before, after }) => `${before ? "-" : ""}${after ? "+" : ""}${(after ?? before)?.name}`);

test("nothing is shown before all namespaces have been listed, and then all at once, up to where the slowest is", async () => {
  await begin();
  of("shop").list([item("shop", "a", 3)], at(10));
  of("shop").feed.put(item("shop", "b", 11), at(11));
  of("shop").feed.remove(item("shop", "a", 12), at(12));
  expect(store.at).toBeNull();
  of("lab").list([item("lab", "x", 5)], at(9));
  expect(names()).toEqual(["lab/x", "shop/b"]);
  expect(store.at).toEqual(at(9));
});

test("what happens in one namespace is told at once, and yet the store is complete only as far as the slowest", async () => {
  await fill();
  expect(store.at).toEqual(at(10));
  of("lab").feed.put(item("lab", "y", 25), at(25));
  expect(names()).toContain("lab/y");
  expect(store.at).toEqual(at(10));
  of("shop").feed.bookmark(at(30));
  expect(store.at).toEqual(at(25));
});

test("who comes back from where the store was complete is told of everything since, in whatever order it came", async () => {
  await fill();
  of("shop").feed.bookmark(at(22));
  of("lab").feed.put(item("lab", "y", 30), at(30));
  const place = store.at as Position;
  expect(place).toEqual(at(22));
  // It happened before what was told of already.
  of("shop").feed.put(item("shop", "c", 25), at(25));
  expect(told(store.since(place))).toEqual(["+y", "+c"]);
  of("shop").feed.bookmark(at(26));
  // Between the two: what came late is told of again rather than lost.
  expect(told(store.since(at(26)))).toContain("+y");
});

test("who comes back from before what the first lists had is not told half of it", async () => {
  await fill();
  // The list of lab goes up to 20; what happened there between 10 and 20 was never told of as a change.
  expect(store.since(at(10))).toBe("expired");
  expect(store.since(at(15))).toBe("expired");
  expect(store.since(at(20))).toEqual([]);
});

test("what is listed again in one namespace is a difference within it", async () => {
  await fill();
  of("shop").feed.bookmark(at(20));
  const before = store.at as Position;
  of("shop").list([item("shop", "b", 4), item("shop", "c", 33)], at(40));
  expect(names()).toEqual(["lab/x", "shop/b", "shop/c"]);
  expect(told(store.since(before))).toEqual(["+c", "-a"]);
});

test("of what came and went while one namespace was not heard nobody says that nothing happened", async () => {
  await fill();
  of("shop").feed.bookmark(at(20));
  of("lab").feed.put(item("lab", "y", 30), at(30));
  of("shop").list([item("shop", "b", 4)], at(40));
  // Another replica may have shown it.
  expect(store.since(at(25))).toBe("expired");
  expect(told(store.since(at(20)))).toEqual(["+y", "-a"]);
  of("lab").feed.bookmark(at(50));
  of("shop").feed.put(item("shop", "c", 45), at(45));
  expect(told(store.since(at(40)))).toEqual(["+c"]);
});

test("the same name with another uid is another object", async () => {
  await fill();
  of("shop").feed.bookmark(at(20));
  of("shop").list([item("shop", "a", 31, "another"), item("shop", "b", 4)], at(40));
  expect(told(store.since(at(20)))).toEqual(["-a", "+a"]);
});

test("another history in one namespace is another history of all: they are listed anew, and nothing is shown until then", async () => {
  await fill();
  const former = of("lab").feed;
  const runs = of("lab").runs;
  of("shop").list([item("shop", "new", 2)], at(5, "other"));
  expect(names()).toEqual(["lab/x", "shop/a", "shop/b"]);
  await until(() => of("lab").runs === runs + 1, "the new list of the other");
  // What comes of the former history still is nobody's.
  former.put(item("lab", "old", 50), at(50));
  of("lab").list([item("lab", "x", 3)], at(6, "other"));
  expect(names()).toEqual(["lab/x", "shop/new"]);
  expect(store.at).toEqual(at(5, "other"));
  expect(store.since(at(10))).toBe("expired");
});

test("it is stale as soon as one namespace is, since the first that is, and live when all are", async () => {
  await fill();
  expect(store.health).toEqual({ state: "live" });
  const error = new FairwayError("FORBIDDEN", "no");
  of("lab").feed.health({ state: "stale", since: 5, error });
  of("shop").feed.health({ state: "stale", since: 9, error });
  expect(store.health).toMatchObject({ state: "stale", since: 5 });
  of("lab").feed.health({ state: "live" });
  expect(store.health).toMatchObject({ state: "stale", since: 9 });
  of("shop").feed.health({ state: "live" });
  expect(store.health).toEqual({ state: "live" });
});

test("a namespace that cannot be listed is told of, and nobody waits for it", async () => {
  await begin();
  of("shop").list([], at(10));
  const error = new FairwayError("FORBIDDEN", "not in lab");
  of("lab").feed.health({ state: "stale", since: 5, error });
  await store.settled(new AbortController().signal);
  expect(store.at).toBeNull();
  expect(store.health).toMatchObject({ state: "stale", error: { message: "not in lab" } });
});

test("what lives in no namespace is followed as a whole", async () => {
  require = served(false);
  store.lease();
  await until(() => whole.running, "the start");
  expect([...sources.values()].some(({ running }) => running)).toBe(false);
});

test("a kind that is not known is told of, and followed when it is", async () => {
  require = async () => {
    throw new FairwayError("UNKNOWN_KIND", "no such kind");
  };
  store.lease();
  await until(() => store.health?.state === "stale", "the failure");
  expect(store.health).toMatchObject({ since: 7, error: { code: "UNKNOWN_KIND" } });
  require = served(true);
  cell.touch();
  await until(() => of("shop").running, "the start");
});

test("everything ends with the store", async () => {
  await fill();
  store.stop();
  expect([...sources.values()].some(({ running }) => running)).toBe(false);
});
