import { describe, expect, test } from "vitest";
import { seesOnly } from "../../../src/authorization/index.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import {
  ANY_NAMESPACE,
  Cell,
  type ListQuery,
  Misses,
  Order,
  type PagePosition,
  type Predicate,
  Reader,
  ReadSet,
  type Row,
  type Store,
  Stores,
  type Visibility,
} from "../../../src/state/index.ts";
import { SwitchableCaller, seesAll, seesNamespaces, seesNothing } from "../../support/callers.ts";
import { turn } from "../../support/facts.ts";
import { Origin } from "../../support/origin.ts";
import type { Random } from "../../support/random.ts";
import { property } from "../../support/seeded.ts";

interface Thing {
  readonly color: string;
  readonly size: number;
}

const color = { name: "color", values: (row: Row<never>) => [(row as Row<Thing>).object.color] };
const bySize = new Order<Thing>([{ name: "size", descending: false, value: ({ object }) => object.size }]);
const everything: ListQuery<Thing> = {
  resource: "things",
  match: { test: () => true, equals: [], residual: null },
  order: bySize,
  first: 100,
};

class Desk implements Disposable {
  readonly names = ["alpha", "beta"];
  readonly registry = new Cell();
  readonly origins = new Map(this.names.map((name) => [name, new Origin<Thing>(`e-${name}`)]));
  readonly caller = new SwitchableCaller();
  readonly stores: Stores;
  readonly leases: Disposable[] = [];
  readonly ended = new AbortController();
  misses: Misses;

  constructor(deadlineMs = 2_000) {
    this.stores = new Stores({
      sourceFor: ({ cluster }) => this.origin(cluster),
      indexes: [color],
      idleMs: 1_000,
      now: () => 0,
      onSourceFailure: () => {},
    });
    this.misses = new Misses(() => deadlineMs, this.ended.signal);
  }

  origin(cluster: string): Origin<Thing> {
    const origin = this.origins.get(cluster);
    if (!origin) throw new Error(`no ${cluster}`);
    return origin;
  }

  store(cluster: string): Store<Thing> {
    return this.stores.open<Thing>({ cluster, resource: "things" });
  }

  /** One pass. */
  read<T>(run: (reader: Reader) => T, caller = this.caller): { result: T; reads: ReadSet } {
    this.misses.begin();
    const reads = new ReadSet();
    const reader = new Reader({
      stores: this.stores,
      caller,
      reads,
      misses: this.misses,
      clusters: () => {
        reads.note(this.registry);
        return this.names;
      },
      lease: (store) => this.leases.push(store.lease()),
    });
    return { result: run(reader), reads };
  }

  /** Passes until nothing is missed. */
  async settled<T>(run: (reader: Reader) => T): Promise<{ result: T; reads: ReadSet }> {
    for (;;) {
      const passed = this.read(run);
      if (!this.misses.any) return passed;
      await this.misses.settle();
    }
  }

  async synced(): Promise<void> {
    await this.settled((reader) => reader.list(everything));
  }

  [Symbol.dispose](): void {
    this.ended.abort();
    this.stores[Symbol.dispose]();
  }
}

const thing = (size: number, of = "red"): Thing => ({ color: of, size });

describe("a reader", () => {
  test("waits for what is not synced, and counts nothing of the pass that missed it", async () => {
    using desk = new Desk();
    desk.origin("alpha").put("a", "one", thing(1));
    const first = desk.read((reader) => reader.list(everything));
    expect(first.result.rows).toEqual([]);
    expect(desk.misses.any).toBe(true);
    const { result } = await desk.settled((reader) => reader.list(everything));
    expect(result).toMatchObject({ total: 1, hasNext: false, clusterErrors: [], stale: [] });
    expect(result.revision).toEqual([
      { scope: { cluster: "alpha", resource: "things" }, rv: "101" },
      { scope: { cluster: "beta", resource: "things" }, rv: "100" },
    ]);
  });

  test("answers null for the absent, the forbidden, and the forbidden kind", async () => {
    using desk = new Desk();
    desk.origin("alpha").put("a", "one", thing(1));
    desk.origin("alpha").put("b", "two", thing(2));
    await desk.synced();
    const get = (namespace: string, name: string) =>
      desk.read((reader) => reader.get({ cluster: "alpha", resource: "things", namespace, name })).result?.name ?? null;
    desk.caller.sees(seesNamespaces("a"), "alpha");
    expect([get("a", "one"), get("a", "absent"), get("b", "two")]).toEqual(["one", null, null]);
    desk.caller.sees(seesNothing, "alpha");
    expect(get("a", "one")).toBeNull();
  });

  test("makes one forbidden, one slow and one stale cluster an entry each, and keeps the others' rows", async () => {
    using desk = new Desk(30);
    desk.names.push("slow", "forbidden", "down");
    for (const name of ["slow", "forbidden", "down"]) desk.origins.set(name, new Origin<Thing>(`e-${name}`));
    desk.origin("alpha").put("a", "one", thing(1));
    desk.origin("slow").held = true;
    desk.origin("down").held = true;
    desk.caller.sees(seesNothing, "forbidden");
    desk.read((reader) => reader.list(everything));
    desk.origin("down").stale(77, new FairwayError("CLUSTER_UNAVAILABLE", "no route", { cluster: "down" }));
    const { result, reads } = await desk.settled((reader) => reader.list(everything));
    // Whoever comes next would wait for the slow one again.
    expect(reads.forbidden).toEqual(["A cluster was still being loaded"]);
    expect(result.rows.map(({ name }) => name)).toEqual(["one"]);
    expect(result.clusterErrors.map(({ cluster, error }) => `${cluster} ${error.code}`)).toEqual([
      "slow CLUSTER_SYNCING",
      "forbidden FORBIDDEN",
      "down CLUSTER_UNAVAILABLE",
    ]);
    desk.origin("alpha").stale(88, new FairwayError("CLUSTER_UNAVAILABLE", "no route", { cluster: "alpha" }));
    const stale = desk.read((reader) => reader.list(everything)).result;
    expect([stale.total, stale.stale]).toEqual([1, [{ cluster: "alpha", since: 88 }]]);
  });

  test("never grants what is unknown, and does not let such an answer be kept", async () => {
    using desk = new Desk();
    desk.origin("alpha").put("a", "one", thing(1));
    await desk.synced();
    desk.caller.sees("unknown", "alpha");
    desk.caller.onResolve = async () => {
      throw new FairwayError("CLUSTER_UNAVAILABLE", "no review", { cluster: "alpha" });
    };
    desk.misses = new Misses(() => 1_000, desk.ended.signal);
    const { result, reads } = await desk.settled((reader) => reader.list(everything));
    expect(result.rows).toEqual([]);
    expect(result.clusterErrors.map(({ error }) => error.message)).toEqual(["no review"]);
    expect(desk.caller.asked).toEqual(["list alpha things"]);
    // Somebody else, whose visibility is known, must not be served what this one was told.
    expect(reads.validFor(new SwitchableCaller("else"))).toBe(false);
  });

  test("reads a cluster that is named twice only once", async () => {
    using desk = new Desk();
    desk.origin("alpha").put("a", "one", thing(1));
    const { result } = await desk.settled((reader) => reader.list({ ...everything, clusters: ["alpha", "alpha"] }));
    expect([result.rows.length, result.total]).toEqual([1, 1]);
  });

  test("waits until a revision is reached, and says so when that takes too long", async () => {
    using desk = new Desk(50);
    await desk.synced();
    const revision = (rv: string) => [{ scope: { cluster: "alpha", resource: "things" }, rv }];
    const waiting = desk.settled((reader) => reader.atLeast(revision("101")));
    desk.origin("alpha").put("a", "one", thing(1));
    await expect(waiting).resolves.toBeDefined();
    await expect(desk.settled((reader) => reader.atLeast(revision("999")))).rejects.toMatchObject({
      code: "REVISION_NOT_REACHED",
      cluster: "alpha",
    });
  });

  test("waits until an object is gone, and does not take its successor for it", async () => {
    using desk = new Desk();
    const { uid } = desk.origin("alpha").put("a", "one", thing(1));
    await desk.synced();
    const gone = [{ scope: { cluster: "alpha", resource: "things" }, gone: { namespace: "a", name: "one", uid } }];
    let done = false;
    const waiting = desk
      .settled((reader) => reader.atLeast(gone))
      .then(() => {
        done = true;
      });
    desk.origin("alpha").put("a", "one", thing(2));
    desk.origin("alpha").put("a", "two", thing(2));
    await turn();
    expect(done).toBe(false);
    desk.origin("alpha").recreate("a", "one", thing(3));
    await waiting;
    expect(done).toBe(true);
  });

  test("leaves alone what was read through an index when something under another value changes", async () => {
    using desk = new Desk();
    desk.origin("alpha").put("a", "one", thing(1, "red"));
    desk.origin("alpha").put("a", "two", thing(1, "blue"));
    await desk.synced();
    const match = {
      test: ({ object }: Row<Thing>) => object.color === "red",
      equals: [{ index: "color", value: "red" }],
    };
    const reads = {
      indexed: desk.read((reader) => reader.list({ ...everything, match }).rows).reads,
      related: desk.read((reader) => reader.related("alpha", "things", "color", "red")).reads,
      one: desk.read((reader) => reader.get({ cluster: "alpha", resource: "things", namespace: "a", name: "one" }))
        .reads,
      absent: desk.read((reader) => reader.get({ cluster: "alpha", resource: "things", namespace: "c", name: "x" }))
        .reads,
      all: desk.read((reader) => reader.list(everything).rows).reads,
    };
    const fresh = () => Object.entries(reads).flatMap(([name, set]) => (set.fresh ? [name] : []));
    desk.origin("alpha").put("a", "two", thing(5, "blue"));
    desk.origin("alpha").put("b", "three", thing(5, "green"));
    desk.origin("alpha").bookmark();
    expect(fresh()).toEqual(["indexed", "related", "one", "absent"]);
    desk.origin("alpha").put("a", "two", thing(5, "red"));
    expect(fresh()).toEqual(["one", "absent"]);
    desk.origin("alpha").put("a", "one", thing(9, "red"));
    expect(fresh()).toEqual(["absent"]);
    desk.origin("alpha").put("c", "x", thing(9, "red"));
    expect(fresh()).toEqual([]);
  });
});

/** Each a way to count without looking at an object. */
const counted: readonly (readonly [string, Partial<ListQuery<Thing>>, Visibility])[] = [
  ["everything", {}, seesAll],
  ["what an index has under a value", { match: ofColor("red") }, seesAll],
  ["whole namespaces", {}, seesNamespaces("a", "c")],
];

function ofColor(...colors: readonly string[]): Predicate<Thing> {
  const test = ({ object }: Row<Thing>) => colors.includes(object.color);
  return { test, equals: colors.map((value) => ({ index: "color", value })), residual: null };
}

describe("a count", () => {
  test.each(counted)("of %s depends on what comes and goes, and on no change of an object", async (_, query, sees) => {
    using desk = new Desk();
    const origin = desk.origin("alpha");
    for (const name of ["one", "two"]) origin.put("a", name, thing(1));
    origin.put("b", "three", thing(1, "blue"));
    await desk.synced();
    desk.caller.sees(sees, "alpha");
    const count = () => desk.read((reader) => reader.list({ ...everything, ...query, clusters: ["alpha"] }).total);
    const first = count();
    expect(first.result).toBe(query.match || sees !== seesAll ? 2 : 3);
    origin.put("a", "one", thing(9));
    expect(first.reads.fresh).toBe(true);
    origin.put("a", "four", thing(1));
    expect(first.reads.fresh).toBe(false);
    const second = count();
    expect(second.result).toBe(first.result + 1);
    origin.remove("a", "two");
    expect(second.reads.fresh).toBe(false);
    expect(count().result).toBe(first.result);
  });

  property("is how many rows there are on all pages", 100, async (random) => {
    using desk = new Desk();
    const origin = desk.origin("alpha");
    for (let n = random.int(30); n > 0; n -= 1) {
      origin.put(random.pick(["a", "b", "c"]), `t${random.int(8)}`, thing(random.int(3), random.pick(["red", "blue"])));
    }
    await desk.synced();
    const minimum = random.int(3);
    const isLarge = ({ object }: Row<Thing>) => object.size >= minimum;
    const red = ofColor("red");
    const matches: readonly Predicate<Thing>[] = [
      everything.match,
      red,
      ofColor("red", "blue"),
      { test: (row) => red.test(row) && isLarge(row), equals: red.equals, residual: isLarge },
      { test: isLarge, equals: [] },
    ];
    const single = [{ namespace: "a" }, { namespace: "b", name: "t1" }, { namespace: ANY_NAMESPACE, name: "t2" }];
    for (const sees of [seesAll, seesNamespaces("a"), seesNamespaces("a", "b"), seesOnly(single)]) {
      desk.caller.sees(sees, "alpha");
      for (const match of matches) {
        const { rows, total } = desk.read((reader) => reader.list({ ...everything, match })).result;
        const expected = [...desk.store("alpha").scan("all")].filter(
          (row) => sees.admits(row.namespace, row.name) && match.test(row),
        );
        expect([rows.length, total]).toEqual([expected.length, expected.length]);
      }
    }
  });
});

describe("a read set", () => {
  test("holds for a caller who is shown the same, and for no other", async () => {
    using desk = new Desk();
    await desk.synced();
    const { reads } = desk.read((reader) => reader.list(everything));
    const [same, other] = [new SwitchableCaller("same"), new SwitchableCaller("other")];
    other.sees(seesNamespaces("a"), "beta");
    expect([reads.validFor(desk.caller), reads.validFor(same), reads.validFor(other)]).toEqual([true, true, false]);
    reads.forbid("a log");
    expect(reads.validFor(desk.caller)).toBe(false);
  });

  property("is never valid when another read would give something else", 150, async (random) => {
    using desk = new Desk();
    const namespaces = ["a", "b", "c"];
    const colors = ["red", "blue", "green"];
    const change = (): void => {
      const cluster = random.pick(desk.names);
      const origin = desk.origin(cluster);
      const [namespace, name] = [random.pick(namespaces), `t${random.int(5)}`];
      const object = thing(random.int(4), random.pick(colors));
      const what = random.int(14);
      if (what < 6) origin.put(namespace, name, object);
      else if (what < 9) origin.remove(namespace, name);
      else if (what === 9) origin.recreate(namespace, name, object);
      else if (what === 10) {
        origin.cut();
        for (let n = random.int(4); n > 0; n -= 1) origin.put(random.pick(namespaces), `t${random.int(5)}`, object);
        origin.remove(namespace, name);
        origin.relist();
      } else if (what === 11) origin.bookmark();
      else if (what === 12) {
        const visible = [seesAll, seesNothing, seesNamespaces("a"), seesNamespaces("a", "b"), seesNamespaces("c")];
        desk.caller.sees(random.pick(visible), cluster, "things", random.pick(["list", "get"]));
      } else if (random.chance(0.3)) {
        desk.store(cluster).stop();
        desk.store(cluster).lease();
      }
    };
    for (let n = 12; n > 0; n -= 1) change();
    await desk.synced();

    const describeRows = (rows: readonly Row<Thing>[]) =>
      rows.map((row) => `${row.scope.cluster} ${row.uid}@${row.version}`);
    const kept: { again: () => string; was: string; reads: ReadSet }[] = [];
    const ask = (run: (reader: Reader) => unknown): void => {
      const again = () => JSON.stringify(desk.read(run).result);
      const { result, reads } = desk.read(run);
      if (!desk.misses.any) kept.push({ again, was: JSON.stringify(result), reads });
    };
    const queries: ((random: Random) => (reader: Reader) => unknown)[] = [
      () => {
        const wanted = colors.filter(() => random.chance(0.5));
        const minimum = random.int(4);
        const byIndex = random.chance(0.6) && wanted.length > 0;
        const isLarge = ({ object }: Row<Thing>) => object.size >= minimum;
        const parts = random.pick(["rows", "count", "both"]);
        const query: ListQuery<Thing> = {
          resource: "things",
          match: {
            test: (row) => wanted.includes(row.object.color) && isLarge(row),
            equals: byIndex ? wanted.map((value) => ({ index: "color", value })) : [],
            ...(byIndex && { residual: minimum > 0 ? isLarge : null }),
          },
          order: new Order<Thing>([
            { name: "size", descending: random.chance(0.5), value: ({ object }) => object.size || null },
          ]),
          first: random.int(6),
          ...(random.chance(0.3) && { clusters: [random.pick(desk.names)] }),
          ...(random.chance(0.3) && {
            after: { values: [random.int(4)], cluster: "alpha", namespace: "a", name: "t2" } satisfies PagePosition,
          }),
        };
        const saysRevision = random.chance(0.3);
        return (reader) => {
          const page = reader.list(query);
          const errors = page.clusterErrors.map(({ cluster, error }) => cluster + error.code);
          const shown = parts === "count" ? [] : [describeRows(page.rows), page.hasNext];
          return [
            ...shown,
            parts === "rows" ? null : page.total,
            errors,
            page.stale,
            ...(saysRevision ? [page.revision] : []),
          ];
        };
      },
      () => {
        const [cluster, namespace, name] = [random.pick(desk.names), random.pick(namespaces), `t${random.int(7)}`];
        return (reader) => {
          try {
            const row = reader.get<Thing>({ cluster, resource: "things", namespace, name });
            return row && describeRows([row]);
          } catch (error) {
            return (error as FairwayError).code;
          }
        };
      },
      () => {
        const [cluster, value] = [random.pick(desk.names), random.pick(colors)];
        return (reader) => {
          try {
            return describeRows(reader.related<Thing>(cluster, "things", "color", value)).sort();
          } catch (error) {
            return (error as FairwayError).code;
          }
        };
      },
    ];
    for (let step = 0; step < 40; step += 1) {
      if (random.chance(0.4)) ask(random.pick(queries)(random));
      else change();
      if (random.chance(0.2)) await turn();
      for (const { again, was, reads } of kept) {
        const is = again();
        if (is !== was && reads.validFor(desk.caller)) throw new Error(`valid, but ${was} is now ${is}`);
      }
    }
    expect(kept.length).toBeGreaterThan(0);
  });
});
