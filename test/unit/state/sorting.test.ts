import { describe, expect, test } from "vitest";
import { seesAll, seesOnly } from "../../../src/authorization/index.ts";
import {
  ANY_NAMESPACE,
  Misses,
  Order,
  type OrderKey,
  type PagePosition,
  type Predicate,
  Reader,
  ReadSet,
  type Row,
  type Scalar,
  Stores,
} from "../../../src/state/index.ts";
import { Selection } from "../../../src/state/order.ts";
import { KeptRow } from "../../../src/state/row.ts";
import { Rows } from "../../../src/state/rows.ts";
import { SwitchableCaller, seesNamespaces } from "../../support/callers.ts";
import { Origin } from "../../support/origin.ts";
import type { Random } from "../../support/random.ts";
import { property } from "../../support/seeded.ts";

interface Thing {
  readonly size: Scalar;
  readonly color: string;
}

const values = {
  size: ({ object }: Row<Thing>) => object.size,
  color: ({ object }: Row<Thing>) => object.color,
  name: ({ name }: Row<Thing>) => name,
};
type Field = keyof typeof values;

const key = (name: Field, descending: boolean): OrderKey<Thing> => ({ name, descending, value: values[name] });
const namespaces = ["a", "b", "c", "d"];
const sizes: readonly Scalar[] = [null, 0, 1, 2, 3, "x", "y"];

function randomThing(random: Random): Thing {
  return { size: random.pick(sizes), color: random.pick(["red", "green", "blue"]) };
}

function randomKeys(random: Random): OrderKey<Thing>[] {
  const fields = (["size", "color", "name"] as const).filter(() => random.chance(0.4));
  return fields.map((name) => key(name, random.chance(0.5)));
}

/** By each key with null last whichever way, numbers before strings, then cluster, namespace and name. */
function naive(keys: readonly OrderKey<Thing>[]) {
  const rank = (value: Scalar) => (typeof value === "number" ? 0 : 1);
  const compare = <V extends Scalar>(a: V, b: V) =>
    rank(a) - rank(b) || (a === b ? 0 : (a as never) < (b as never) ? -1 : 1);
  return (one: Row<Thing>, other: Row<Thing>): number => {
    for (const { value, descending } of keys) {
      const [a, b] = [value(one), value(other)];
      if (a === b) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      return compare(a, b) * (descending ? -1 : 1);
    }
    const tie = (row: Row<Thing>) => [row.scope.cluster, row.namespace, row.name] as const;
    const [a, b] = [tie(one), tie(other)];
    return compare(a[0], b[0]) || compare(a[1], b[1]) || compare(a[2], b[2]);
  };
}

const scope = { cluster: "alpha", resource: "things" };

function rowOf(namespace: string, name: string, object: Thing, version = "1"): Row<Thing> {
  return new KeptRow(scope, { namespace, name, uid: name, version, object });
}

describe("rows that are asked for in an order", () => {
  property("come as from a sort of them all, whatever has changed in between", 25, (random) => {
    const rows = new Rows<Thing>();
    const model = new Map<string, Row<Thing>>();
    const put = (object: Thing) => {
      const row = rowOf(random.pick(namespaces), `t${random.int(400)}`, object);
      rows.set(row);
      model.set(row.key, row);
    };
    for (let n = random.int(2_500); n > 0; n -= 1) put(randomThing(random));
    // More than are kept.
    const orders = Array.from({ length: 10 }, () => randomKeys(random));
    for (let step = 0; step < 60; step += 1) {
      for (let n = random.int(8); n > 0; n -= 1) {
        const held = random.pick([...model.values(), rowOf("a", "none", randomThing(random))]);
        if (random.chance(0.3)) {
          rows.delete(held);
          model.delete(held.key);
        } else if (random.chance(0.5) && model.has(held.key)) {
          // Another version that stands where it stood.
          const next = rowOf(held.namespace, held.name, held.object, `${held.version}1`);
          rows.set(next);
          model.set(next.key, next);
        } else put(randomThing(random));
      }
      if (random.chance(0.02)) {
        rows.clear();
        model.clear();
      }
      const keys = random.pick(random.chance(0.7) ? orders.slice(0, 3) : orders);
      const order = new Order(keys);
      const size = 1 + random.int(12);
      // Of a row that is there, or of one that is gone.
      const place = random.pick([...model.values(), rowOf("b", `t${random.int(400)}`, randomThing(random))]);
      const after = random.chance(0.7)
        ? (JSON.parse(JSON.stringify(order.position(place))) as PagePosition)
        : undefined;
      const hidden = random.chance(0.3) ? "red" : random.chance(0.2) ? "none" : "";
      const passes = ({ object, name }: Row<Thing>) =>
        hidden === "none" ? name.endsWith("7") && object.size === 1 : object.color !== hidden;
      const selection = new Selection(order, size, after);
      rows.offerTo(selection, passes);
      const expected = [...model.values()]
        .filter((row) => passes(row) && (!after || order.compare(row, after) > 0))
        .sort(naive(keys))
        .slice(0, size);
      expect(selection.rows).toEqual(expected);
      expect([...rows.in("a")].length).toBe([...model.values()].filter(({ namespace }) => namespace === "a").length);
      expect(rows.size).toBe(model.size);
    }
  });

  test("are compared a few times for each chunk, once they have been asked for often enough", () => {
    const rows = new Rows<Thing>();
    const count = 20_000;
    for (let n = 0; n < count; n += 1) rows.set(rowOf("a", `t${(n * 7_919) % count}`, { size: n % 10, color: "red" }));
    let looks = 0;
    const order = new Order<Thing>([
      {
        name: "size",
        descending: true,
        value: ({ object }) => {
          looks += 1;
          return object.size;
        },
      },
    ]);
    const page = (after?: PagePosition) => {
      looks = 0;
      const selection = new Selection(order, 50, after);
      rows.offerTo(selection, () => true);
      return selection.rows;
    };
    let last = page();
    const first = looks;
    expect(first).toBeGreaterThan(count);
    for (let n = 0; n < 5; n += 1) last = page(order.position(last.at(-1) as Row<Thing>));
    expect(looks).toBeLessThan(count / 4);
    // One change unsorts one chunk.
    rows.set(rowOf("a", "t1", { size: 11, color: "red" }));
    expect(page()[0]?.name).toBe("t1");
    expect(looks).toBeLessThan(count / 2);
  });
});

describe("a page of many rows", () => {
  property("is the one that a sort of all that may be seen and passes would begin with", 4, async (random) => {
    const origins = new Map(["alpha", "beta"].map((name) => [name, new Origin<Thing>(`e-${name}`)]));
    using stores = new Stores({
      sourceFor: ({ cluster }) => origins.get(cluster) as Origin<unknown>,
      indexes: [],
      idleMs: 1_000,
      now: () => 0,
      onSourceFailure: () => {},
    });
    for (const [cluster, origin] of origins) {
      const count = cluster === "alpha" ? 3_000 : 100 + random.int(4_000);
      for (let n = 0; n < count; n += 1) origin.put(random.pick(namespaces), `t${n}`, randomThing(random));
    }
    const caller = new SwitchableCaller();
    const misses = new Misses(() => 5_000, new AbortController().signal);
    const leases: Disposable[] = [];
    const lease = (store: { lease(): Disposable }) => leases.push(store.lease());
    const read = <R>(run: (reader: Reader) => R) => {
      misses.begin();
      const reads = new ReadSet();
      const reader = new Reader({ stores, caller, reads, misses, clusters: () => [...origins.keys()], lease });
      return { result: run(reader), reads };
    };
    const everything: Predicate<Thing> = { test: () => true, equals: [], residual: null };
    const base = { resource: "things", match: everything, order: new Order<Thing>([]), first: 1 };
    read((reader) => reader.list(base));
    await misses.settle();
    const single = seesOnly([
      { namespace: "a" },
      { namespace: "b", name: "t7" },
      { namespace: ANY_NAMESPACE, name: "t9" },
    ]);
    const orders = Array.from({ length: 3 }, () => randomKeys(random));
    for (let step = 0; step < 24; step += 1) {
      const cluster = random.pick([...origins.keys()]);
      const sees = random.pick([seesAll, seesAll, seesNamespaces("a", "b"), seesNamespaces("d"), single]);
      caller.sees(sees, cluster);
      for (let n = random.int(5); n > 0; n -= 1) {
        const origin = origins.get(cluster) as Origin<Thing>;
        if (random.chance(0.3)) origin.remove(random.pick(namespaces), `t${random.int(3_000)}`);
        else origin.put(random.pick(namespaces), `t${random.int(3_000)}`, randomThing(random));
      }
      const keys = random.pick(orders);
      const order = new Order(keys);
      const matches: readonly Predicate<Thing>[] = [
        everything,
        { test: ({ object }) => object.color === "red", equals: [] },
        { test: ({ name }) => name.endsWith("77"), equals: [] },
      ];
      const match = random.pick(matches);
      const all = [...stores.all()].flatMap((store) => [...store.scan("all")]) as Row<Thing>[];
      const visible = all
        .filter((row) => {
          const shown = caller.visibility(row.scope, "list");
          return shown !== "unknown" && shown.admits(row.namespace, row.name) && match.test(row);
        })
        .sort(naive(keys));
      const after = random.chance(0.6) && visible.length > 0 ? order.position(random.pick(visible)) : undefined;
      const first = random.int(40);
      const { result: page, reads } = read((reader) => reader.list({ ...base, match, order, after, first }));
      const left = visible.filter((row) => !after || order.compare(row, after) > 0);
      if (random.chance(0.3)) expect(page.total).toBe(visible.length);
      expect(page.rows).toEqual(left.slice(0, first));
      expect(page.hasNext).toBe(left.length > first);
      expect(page.total).toBe(visible.length);
      expect(reads.fresh).toBe(true);
      const shown = page.rows[0];
      if (!shown) continue;
      const { object, namespace, name } = shown;
      origins.get(shown.scope.cluster)?.put(namespace, name, { ...object });
      expect(reads.fresh).toBe(false);
    }
  });
});
