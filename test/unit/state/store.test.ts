import { afterEach, describe, expect, test, vi } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import {
  type Change,
  compareVersions,
  currentSeq,
  type Item,
  type Position,
  ReadSet,
  type Row,
  Store,
  type StoreOptions,
} from "../../../src/state/index.ts";
import { quiet, turn, until } from "../../support/facts.ts";
import { ScriptedSource } from "../../support/origin.ts";
import type { Random } from "../../support/random.ts";
import { property } from "../../support/seeded.ts";

interface Thing {
  readonly tags: readonly string[];
}

const scope = { cluster: "alpha", resource: "things" };
const tags = { name: "tag", values: (row: Row<never>) => (row as Row<Thing>).object.tags };

function made(options: Partial<StoreOptions<Thing>> = {}) {
  const source = new ScriptedSource<Thing>();
  const failures: unknown[] = [];
  const store = new Store<Thing>({
    scope,
    source,
    indexes: [tags],
    idleMs: 1,
    now: () => 0,
    onSourceFailure: (_scope, error) => failures.push(error),
    ...options,
  });
  return { source, store, failures };
}

function started(options: Partial<StoreOptions<Thing>> = {}) {
  const { source, store, failures } = made(options);
  const lease = store.lease();
  return { source, store, lease, failures };
}

function thing(name: string, version: number | string, more: Partial<Item<Thing>> = {}): Item<Thing> {
  return { namespace: "ns", name, uid: `${name}-1`, version: String(version), object: { tags: [] }, ...more };
}

const at = (rv: number | string, epoch = "e"): Position => ({ epoch, rv: String(rv) });

function told(changes: readonly Change<Thing>[] | "expired"): string[] | "expired" {
  if (changes === "expired") return changes;
  return changes.map(({ before, after, at: { rv } }) => {
    const was = before ? `${before.uid}@${before.version}` : "";
    const is = after ? `${after.uid}@${after.version}` : "";
    return `${was}>${is} at ${rv}`;
  });
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a store", () => {
  test("shows nothing before the first commit", () => {
    const { source, store } = started();
    const replacement = source.feed.replace();
    replacement.put(thing("a", 1));
    expect(store.at).toBeNull();
    expect(store.reached("1")).toBe(false);
    source.feed.bookmark(at(5));
    expect(store.at).toBeNull();
    replacement.commit(at(6));
    expect(store.at).toEqual(at(6));
    expect(store.get("ns", "a")?.version).toBe("1");
  });

  test("keeps the previous content until a relist is committed, and none of one that is abandoned", () => {
    const { source, store } = started();
    source.list([thing("a", 1), thing("b", 2)], at(2));
    const abandoned = source.feed.replace();
    abandoned.put(thing("a", 9));
    abandoned.put(thing("ghost", 10));
    expect([...store.scan("all")].map(({ name, version }) => name + version)).toEqual(["a1", "b2"]);
    source.list([thing("a", 1), thing("c", 11)], at(12));
    expect([...store.scan("all")].map(({ name, version }) => name + version)).toEqual(["a1", "c11"]);
  });

  test("takes as changed what comes in another form, for those who are there and for those who come back", () => {
    const { source, store } = started();
    source.list([thing("a", 1), thing("b", 2)], at(2));
    const seq = currentSeq();
    const renewed = source.feed.replace("all");
    renewed.put(thing("a", 1, { object: { tags: ["v2"] } }));
    renewed.commit(at(7));
    expect([...store.by("tag", "v2")].map(({ name }) => name)).toEqual(["a"]);
    for (const changes of [store.sinceSeq(seq), store.since(at(2))]) {
      if (changes === "expired") throw new Error("expired");
      expect(changes.map(({ before, after, at }) => [before?.name, after?.name, at.rv])).toEqual([
        ["a", "a", "7"],
        ["b", undefined, "7"],
      ]);
    }
  });

  test("has no ghosts, and right indexes, after a first list that was abandoned half-way", () => {
    const { source, store } = started();
    const abandoned = source.feed.replace();
    abandoned.put(thing("ghost", 1, { object: { tags: ["x"] } }));
    abandoned.put(thing("a", 2, { object: { tags: ["x"] } }));
    abandoned.put(thing("b", 3, { uid: "b-0", object: { tags: ["x", "y"] } }));
    source.list([thing("a", 4, { object: { tags: ["y"] } }), thing("b", 5, { object: { tags: ["x"] } })], at(6));
    expect([...store.scan("all")].map(({ uid, version }) => `${uid}@${version}`)).toEqual(["a-1@4", "b-1@5"]);
    expect([...store.by("tag", "x")].map(({ uid }) => uid)).toEqual(["b-1"]);
    expect([...store.by("tag", "y")].map(({ uid }) => uid)).toEqual(["a-1"]);
    expect([...store.scan(["ns"])]).toHaveLength(2);
    expect(store.get("ns", "ghost")).toBeUndefined();
    expect(store.logSize).toBe(0);
  });

  test("shows an object that an index cannot read, and all others under what they say", () => {
    const { store, source } = started();
    const flawed = { tags: null } as unknown as Thing;
    const index = {
      name: "letter",
      values: (row: Row<never>) => (row as Row<Thing>).object.tags.map((tag) => tag.slice(0, 1)),
    };
    const other = started({ indexes: [index] });
    for (const each of [source, other.source])
      each.list([thing("good", 1, { object: { tags: ["a"] } })], { epoch: "e", rv: "1" });
    other.source.feed.put(thing("flawed", 2, { object: flawed }), { epoch: "e", rv: "2" });
    other.source.feed.put(thing("flawed", 3, { object: { tags: ["also"] } }), { epoch: "e", rv: "3" });
    other.source.feed.put(thing("flawed", 4, { object: flawed }), { epoch: "e", rv: "4" });
    expect([...other.store.scan("all")].map(({ name }) => name).sort()).toEqual(["flawed", "good"]);
    expect([...other.store.by("letter", "a")].map(({ name }) => name)).toEqual(["good"]);
    expect([...store.by("tag", "a")].map(({ name }) => name)).toEqual(["good"]);
  });

  test("announces of a relist only what changed, deletions included, in the order of versions", () => {
    const { source, store } = started();
    source.list([thing("a", 1), thing("b", 2), thing("c", 3), thing("d", 4)], at(4));
    const stamp = currentSeq();
    source.list([thing("d", 12), thing("a", 1), thing("e", 9), thing("c", 10, { uid: "c-2" })], at(15));
    expect(told(store.sinceSeq(stamp))).toEqual([
      ">e-1@9 at 9",
      "c-1@3> at 10",
      ">c-2@10 at 10",
      "d-1@4>d-1@12 at 12",
      "b-1@2> at 15",
    ]);
  });

  test("announces nothing of a relist that found nothing new", () => {
    const { source, store } = started();
    source.list([thing("a", 1), thing("b", 2)], at(2));
    const { changedAt } = store.content;
    source.list([thing("b", 2), thing("a", 1)], at(7));
    expect(store.content.changedAt).toBe(changedAt);
    expect(told(store.since(at(2)))).toEqual([]);
    expect(store.at).toEqual(at(7));
  });

  test("makes of another uid under the same name a removal and then an addition", () => {
    const { source, store } = started();
    source.list([thing("a", 1)], at(1));
    source.feed.put(thing("a", 2, { uid: "a-2" }), at(2));
    expect(told(store.since(at(1)))).toEqual(["a-1@1> at 2", ">a-2@2 at 2"]);
  });

  test("tells who comes and goes from who changes", () => {
    const { source, store } = started();
    source.list([thing("a", 1)], at(1));
    const { changedAt } = store.members;
    source.feed.put(thing("a", 2), at(2));
    expect(store.members.changedAt).toBe(changedAt);
    source.feed.put(thing("b", 3), at(3));
    const came = store.members.changedAt;
    expect(came).toBeGreaterThan(changedAt);
    source.feed.remove(thing("b", 3), at(4));
    expect(store.members.changedAt).toBeGreaterThan(came);
  });

  test("ignores everything that a stopped source still says", () => {
    const { source, store } = started();
    source.list([thing("a", 1)], at(1));
    const { feed } = source;
    const replacement = feed.replace();
    store.stop();
    const seq = currentSeq();
    replacement.put(thing("b", 2));
    replacement.commit(at(3));
    feed.put(thing("b", 2), at(3));
    feed.remove(thing("a", 1), at(3));
    feed.bookmark(at(3));
    feed.health({ state: "live" });
    expect([store.size, store.at, store.health, feed.at, feed.peek("ns", "a")]).toEqual([
      0,
      null,
      null,
      null,
      undefined,
    ]);
    expect(currentSeq()).toBe(seq);
  });

  test("does not mix a stopped source's list into the next life", () => {
    const { source, store } = started();
    const old = source.feed.replace();
    old.put(thing("old", 1));
    store.stop();
    store.lease();
    source.feed.replace().put(thing("new", 2));
    old.put(thing("old", 1));
    old.commit(at(1));
    expect(store.at).toBeNull();
    expect(store.get("ns", "old")).toBeUndefined();
  });

  test("never takes a position back", () => {
    const { source, store } = started();
    source.list([], at(10));
    source.feed.bookmark(at(9));
    expect(store.at).toEqual(at(10));
    source.feed.bookmark(at(100));
    source.feed.bookmark(at(99));
    expect(store.at).toEqual(at(100));
  });

  test("is complete as of its first commit, though objects came and went while it was taken in", () => {
    // A streamed list may mix in what happens meanwhile. Another replica's cursor may lie anywhere in between.
    const { source, store } = started();
    const replacement = source.feed.replace();
    for (const name of ["gone", "again", "stays"]) replacement.put(thing(name, 1));
    replacement.remove(thing("gone", 1));
    replacement.remove(thing("again", 1));
    replacement.put(thing("again", 120, { uid: "again-2" }));
    replacement.commit(at(130));
    expect([...store.scan("all")].map(({ uid }) => uid)).toEqual(["again-2", "stays-1"]);
    expect([store.since(at(119)), store.since(at(130))]).toEqual(["expired", []]);
    const next = source.feed.replace();
    for (const name of ["stays", "late"]) next.put(thing(name, 140));
    next.remove(thing("late", 140));
    next.remove(thing("stays", 1));
    next.commit(at(150));
    // What goes at one position goes in no particular order.
    expect([...told(store.since(at(130)))].sort()).toEqual(["again-2@120> at 150", "stays-1@1> at 150"]);
  });

  test("expires the positions and the sequence numbers of an older epoch", () => {
    const { source, store } = started();
    source.list([thing("a", 5)], at(10));
    const stamp = currentSeq();
    source.list([thing("a", 2, { uid: "a-2" })], at(3, "f"));
    expect(store.since(at(10))).toBe("expired");
    expect(store.since(at(2))).toBe("expired");
    expect(store.sinceSeq(stamp)).toBe("expired");
    expect(store.since(at(3, "f"))).toEqual([]);
    expect(store.sinceSeq(currentSeq())).toEqual([]);
    source.feed.put(thing("b", 4), at(4, "f"));
    expect(told(store.since(at(3, "f")))).toEqual([">b-1@4 at 4"]);
  });

  test("forgets the oldest changes past its limits, and says so", () => {
    let now = 0;
    const { source, store } = started({ log: { changes: 3, ageMs: 1_000 }, now: () => now });
    source.list([], at(1));
    const stamp = currentSeq();
    for (const version of [2, 3, 4]) source.feed.put(thing("a", version), at(version));
    expect(told(store.since(at(1)))).toHaveLength(3);
    source.feed.put(thing("a", 5), at(5));
    expect([store.since(at(1)), store.sinceSeq(stamp)]).toEqual(["expired", "expired"]);
    expect(told(store.since(at(2)))).toHaveLength(3);
    now = 5_000;
    source.feed.put(thing("a", 6), at(6));
    expect(store.since(at(4))).toBe("expired");
    expect(told(store.since(at(5)))).toEqual(["a-1@5>a-1@6 at 6"]);
  });

  test("touches, when it stops, each cell that anybody may have noted", () => {
    const { source, store } = started();
    source.list([thing("a", 1, { object: { tags: ["x"] } })], at(1));
    const reads = [
      store.content,
      store.members,
      store.state,
      store.cellOf("ns", "a"),
      store.cellOf("ns", "absent"),
      store.cellOf("elsewhere", "absent"),
      store.bucket("tag", "x"),
      store.bucket("tag", "x").members,
      store.bucket("tag", "nobody"),
      store.bucket("namespace", "ns"),
    ].map((cell) => {
      const set = new ReadSet();
      set.note(cell);
      return set;
    });
    expect(reads.map(({ fresh }) => fresh)).not.toContain(false);
    store.stop();
    expect(reads.map(({ fresh }) => fresh)).not.toContain(true);
    // A later life's first list must not make any of them look fresh again.
    store.lease();
    source.list([thing("a", 1, { object: { tags: ["x"] } })], at(1));
    expect(reads.map(({ fresh }) => fresh)).not.toContain(true);
  });

  test("goes to sleep when its last lease is released, and a lease wakes it", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { source, store, lease } = started({ idleMs: 1_000 });
    source.list([thing("a", 1)], at(1));
    const second = store.lease();
    lease[Symbol.dispose]();
    lease[Symbol.dispose]();
    vi.advanceTimersByTime(5_000);
    expect(source.running).toBe(true);
    second[Symbol.dispose]();
    vi.advanceTimersByTime(999);
    expect(source.running).toBe(true);
    vi.advanceTimersByTime(1);
    expect(source.running).toBe(false);
    expect([store.at, store.size]).toEqual([null, 0]);
    store.lease();
    expect([source.runs, source.running]).toEqual([2, true]);
    source.list([thing("b", 2)], at(2));
    expect([...store.scan("all")].map(({ name }) => name)).toEqual(["b"]);
  });

  test("stays awake when it is leased again within the idle time", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { source, store, lease } = started({ idleMs: 1_000 });
    lease[Symbol.dispose]();
    vi.advanceTimersByTime(500);
    store.lease();
    vi.advanceTimersByTime(5_000);
    expect([source.runs, source.running]).toEqual([1, true]);
  });

  test("tells of its health, once for each change of it", async () => {
    const { source, store } = started();
    let told = 0;
    store.state.onChange(() => {
      told += 1;
    });
    source.feed.health({ state: "live" });
    await quiet();
    source.feed.health({ state: "live" });
    await quiet();
    expect(told).toBe(1);
    source.feed.health({ state: "stale", since: 5, error: new FairwayError("CLUSTER_UNAVAILABLE", "gone") });
    await quiet();
    expect(told).toBe(2);
    expect(store.health).toMatchObject({ state: "stale", since: 5 });
  });

  test("reports a source that breaks its contract by failing", async () => {
    const { store, failures } = made({ source: { run: () => Promise.reject(new Error("broken")) } });
    store.lease();
    await until(() => failures.length === 1, "the failure is reported");
    expect(failures).toEqual([new Error("broken")]);
  });
});

describe("waiting for a store", () => {
  const settled = (waiting: Promise<void>) => {
    const state = { done: false };
    void waiting.then(() => {
      state.done = true;
    });
    return state;
  };

  test("ends with the first commit", async () => {
    const { source, store } = started();
    const waiting = settled(store.settled(new AbortController().signal));
    await quiet();
    expect(waiting.done).toBe(false);
    source.list([], at(1));
    await turn();
    expect(waiting.done).toBe(true);
  });

  test("for a version ends when a change or a bookmark reaches it, however many digits it has", async () => {
    const { source, store } = started();
    source.list([], at("99999999999999999999"));
    const waiting = settled(store.settled(new AbortController().signal, "100000000000000000001"));
    source.feed.bookmark(at("100000000000000000000"));
    await quiet();
    expect(waiting.done).toBe(false);
    source.feed.put(thing("a", "100000000000000000001"), at("100000000000000000001"));
    await turn();
    expect(waiting.done).toBe(true);
  });

  test("for the first sync ends early when the source reports a failure; for a version it does not", async () => {
    const { source, store } = started();
    const first = settled(store.settled(new AbortController().signal));
    const version = settled(store.settled(new AbortController().signal, "5"));
    source.feed.health({ state: "stale", since: 0, error: new FairwayError("CLUSTER_UNAVAILABLE", "gone") });
    await quiet();
    expect([first.done, version.done]).toEqual([true, false]);
  });

  test("ends with its signal, also one that was aborted before", async () => {
    const { store } = started();
    const ended = new AbortController();
    const waiting = settled(store.settled(ended.signal, "5"));
    ended.abort();
    await turn();
    expect(waiting.done).toBe(true);
    await store.settled(ended.signal);
  });

  test("goes on through a stop and a new start", async () => {
    const { source, store } = started();
    const waiting = settled(store.settled(new AbortController().signal));
    store.stop();
    await quiet();
    expect(waiting.done).toBe(false);
    store.lease();
    source.list([], at(1));
    await turn();
    expect(waiting.done).toBe(true);
  });
});

/** The naive one: a map, and every state that there ever was. */
class Model {
  items = new Map<string, Item<Thing>>();
  at: Position | null = null;
  readonly history: { seq: number; at: Position | null; state: Map<string, Item<Thing>> }[] = [];

  keep(): void {
    this.history.push({ seq: currentSeq(), at: this.at, state: new Map(this.items) });
  }
}

function randomThing(random: Random, version: number, held?: Item<Thing>): Item<Thing> {
  const namespace = held?.namespace ?? `ns${random.int(3)}`;
  const name = held?.name ?? `t${random.int(6)}`;
  const own = ["x", "y", "z"].filter(() => random.chance(0.4));
  const uid = held && !random.chance(0.15) ? held.uid : `u${version}`;
  return { namespace, name, uid, version: String(version), object: { tags: own } };
}

const listed = (rows: Iterable<Pick<Item<Thing>, "namespace" | "name" | "uid" | "version">>) =>
  [...rows].map(({ namespace, name, uid, version }) => `${namespace}/${name} ${uid}@${version}`).sort();

describe("any run of operations", () => {
  property("agrees with a naive model, and its log leads from any kept point to the present", 40, (random) => {
    let now = 0;
    const limits = { changes: random.pick([0, 1, 5, 1_000]), ageMs: random.pick([10, 1_000_000]) };
    const { source, store } = started({ log: limits, now: () => now });
    const model = new Model();
    let version = 1;
    let epoch = "e";

    const relist = (commit: boolean) => {
      const replacement = source.feed.replace();
      const next = new Map(model.items);
      for (let n = random.int(5); n > 0; n -= 1) {
        version += 1;
        if (random.chance(0.4)) next.delete(random.pick([...next.keys(), ""]));
        else {
          const item = randomThing(random, version);
          const key = `${item.namespace}/${item.name}`;
          next.set(key, randomThing(random, version, next.get(key) ?? item));
        }
      }
      version += random.int(2);
      const shuffled = [...next.values()].sort(() => random.next() - 0.5);
      for (const item of commit ? shuffled : shuffled.slice(0, random.int(shuffled.length + 1))) replacement.put(item);
      if (!commit) return;
      if (model.at && random.chance(0.1)) {
        epoch += "'";
        model.history.length = 0;
      }
      model.items = next;
      model.at = at(version, epoch);
      replacement.commit(model.at);
    };

    const operations: (() => void)[] = [
      () => relist(true),
      () => relist(false),
      () => {
        if (!model.at) return;
        version += 1;
        const item = randomThing(random, version);
        const key = `${item.namespace}/${item.name}`;
        const next = randomThing(random, version, model.items.get(key) ?? item);
        model.items.set(key, next);
        model.at = at(version, epoch);
        source.feed.put(next, model.at);
      },
      () => {
        if (!model.at) return;
        version += 1;
        const item = model.items.size > 0 ? random.pick([...model.items.values()]) : randomThing(random, 1);
        model.items.delete(`${item.namespace}/${item.name}`);
        model.at = at(version, epoch);
        source.feed.remove(item, model.at);
      },
      () => {
        if (!model.at) return;
        version += random.int(3);
        model.at = at(version, epoch);
        source.feed.bookmark(model.at);
      },
      () => {
        if (!random.chance(0.2)) return;
        store.stop();
        store.lease();
        model.items.clear();
        model.at = null;
        model.history.length = 0;
      },
    ];

    for (let step = 0; step < 60; step += 1) {
      now += random.int(5);
      random.pick(operations)();
      expect(store.at).toEqual(model.at);
      if (!model.at) continue;
      model.keep();
      const all = [...model.items.values()];
      expect(listed(store.scan("all"))).toEqual(listed(all));
      expect(store.size).toBe(all.length);
      for (const namespace of ["ns0", "ns1", "ns2"]) {
        const there = all.filter((item) => item.namespace === namespace);
        expect(listed(store.scan([namespace]))).toEqual(listed(there));
        for (let n = 0; n < 6; n += 1)
          expect(store.get(namespace, `t${n}`)?.version).toBe(model.items.get(`${namespace}/t${n}`)?.version);
      }
      for (const tag of ["x", "y", "z"]) {
        const tagged = all.filter(({ object }) => object.tags.includes(tag));
        expect(listed(store.by("tag", tag))).toEqual(listed(tagged));
      }
      for (const point of model.history) {
        for (const changes of [store.sinceSeq(point.seq), point.at ? store.since(point.at) : "expired"] as const) {
          if (changes === "expired") continue;
          const state = new Map<string, Pick<Item<Thing>, "namespace" | "name" | "uid" | "version">>(point.state);
          let seq = 0;
          let rv = "0";
          for (const change of changes) {
            expect(change.seq).toBeGreaterThan(seq);
            expect(compareVersions(change.at.rv, rv)).toBeGreaterThanOrEqual(0);
            ({ seq } = change);
            ({ rv } = change.at);
            const { before, after } = change;
            const key = ((after ?? before) as Row<Thing>).key;
            expect(state.get(key)?.version).toBe(before?.version);
            if (after) state.set(key, after);
            else state.delete(key);
          }
          expect(listed(state.values())).toEqual(listed(all));
        }
      }
      // What is kept must be kept: the newest points are never expired while the limits allow them.
      if (limits.changes === 1_000 && limits.ageMs > 1_000) {
        for (const point of model.history) expect(store.sinceSeq(point.seq)).not.toBe("expired");
      }
    }
  });
});
