import { describe, expect, test } from "vitest";
import { Order, type OrderKey, type PagePosition, type Row, type Scalar } from "../../../src/state/index.ts";
import { Selection } from "../../../src/state/order.ts";
import type { Random } from "../../support/random.ts";
import { property } from "../../support/seeded.ts";

interface Values {
  readonly a: Scalar;
  readonly b: Scalar;
}

function row(cluster: string, name: string, a: Scalar, b: Scalar): Row<Values> {
  const scope = { cluster, resource: "things" };
  return { scope, key: `ns/${name}`, namespace: "ns", name, uid: name, version: "1", object: { a, b } };
}

const key = (name: keyof Values, descending: boolean): OrderKey<Values> => ({
  name,
  descending,
  value: ({ object }) => object[name],
});

const scalars: readonly Scalar[] = [null, 0, 1, 2, 10, "", "1", "a", "b", "ä"];

function randomRow(random: Random): Row<Values> {
  const name = `t${random.int(40)}`;
  return row(random.pick(["alpha", "beta"]), name, random.pick(scalars), random.pick(scalars));
}

function randomOrder(random: Random): Order<Values> {
  return new Order([key("a", random.chance(0.5)), key("b", random.chance(0.5))].slice(0, random.int(3)));
}

/** As the words say it: by each key, null last whichever way; numbers before strings; then cluster, then key. */
function naive(keys: readonly OrderKey<Values>[]) {
  const rank = (value: Scalar) => (typeof value === "number" ? 0 : 1);
  const compare = (a: Scalar, b: Scalar) =>
    rank(a) !== rank(b) ? rank(a) - rank(b) : a === b ? 0 : (a as never) < (b as never) ? -1 : 1;
  return (one: Row<Values>, other: Row<Values>): number => {
    for (const { value, descending } of keys) {
      const [a, b] = [value(one), value(other)];
      if (a === null && b === null) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      const difference = compare(a, b) * (descending ? -1 : 1);
      if (difference !== 0) return difference;
    }
    const tie = (r: Row<Values>) => `${r.scope.cluster}\n${r.key}`;
    return tie(one) < tie(other) ? -1 : tie(one) > tie(other) ? 1 : 0;
  };
}

describe("an order", () => {
  for (const descending of [false, true]) {
    test(`puts what has no value last when it is ${descending ? "descending" : "ascending"}`, () => {
      const order = new Order([key("a", descending)]);
      const selection = new Selection(order, 10);
      for (const [name, a] of Object.entries({ p: null, q: 1, r: "x", s: 2, t: null }))
        selection.offer(row("c", name, a, 0));
      expect(selection.rows.map(({ name }) => name).join("")).toBe(descending ? "rsqpt" : "qsrpt");
    });
  }

  test("has a fingerprint that tells it from others", () => {
    const orders = [[], [key("a", false)], [key("a", true)], [key("b", false)], [key("a", false), key("b", false)]];
    expect(new Set(orders.map((keys) => new Order(keys).fingerprint)).size).toBe(orders.length);
    expect(new Order([key("a", true)]).fingerprint).toBe(new Order([key("a", true)]).fingerprint);
  });

  property("selects what sorting everything and cutting it off would", 200, (random) => {
    const keys = [key("a", random.chance(0.5)), key("b", random.chance(0.5))].slice(0, random.int(3));
    const order = new Order(keys);
    const rows = new Map<string, Row<Values>>();
    for (let n = random.int(60); n > 0; n -= 1) {
      const each = randomRow(random);
      rows.set(`${each.scope.cluster} ${each.key}`, each);
    }
    const size = random.int(12);
    const selection = new Selection(order, size);
    const excluded: Row<Values>[] = [];
    for (const each of rows.values()) {
      if (selection.excludes(each)) excluded.push(each);
      selection.offer(each);
    }
    const sorted = [...rows.values()].sort(naive(keys));
    expect(selection.rows).toEqual(sorted.slice(0, size));
    for (const each of excluded) expect(selection.rows).not.toContain(each);
    expect(sorted.slice(size).every((each) => selection.excludes(each))).toBe(true);
  });

  property("walks by cursor, under churn, past every row that stays, once each and in order", 100, (random) => {
    const order = randomOrder(random);
    const rows = new Map<string, Row<Values>>();
    const put = (each: Row<Values>) => rows.set(`${each.scope.cluster} ${each.key}`, each);
    for (let n = 60; n > 0; n -= 1) put(randomRow(random));
    const stable = new Map(rows);
    const seen: Row<Values>[] = [];
    let after: PagePosition | undefined;
    for (let page = 0; page < 200; page += 1) {
      const size = random.int(5) + 1;
      const selection = new Selection(order, size);
      const shuffled = [...rows.values()].sort(() => random.next() - 0.5);
      for (const each of shuffled) if (!after || order.compare(each, after) > 0) selection.offer(each);
      seen.push(...selection.rows);
      const last = selection.rows.at(-1);
      if (!last || selection.rows.length < size) break;
      // A cursor travels as JSON.
      after = JSON.parse(JSON.stringify(order.position(last))) as PagePosition;
      for (let n = random.int(6); n > 0; n -= 1) {
        const each = randomRow(random);
        const id = `${each.scope.cluster} ${each.key}`;
        stable.delete(id);
        if (random.chance(0.4)) rows.delete(id);
        else rows.set(id, each);
      }
    }
    const walked = seen.filter((each) => stable.get(`${each.scope.cluster} ${each.key}`) === each);
    expect(new Set(walked).size).toBe(walked.length);
    expect(walked.length).toBe(stable.size);
    for (const [index, each] of seen.entries()) {
      const next = seen[index + 1];
      if (next) expect(order.compare(next, order.position(each))).toBeGreaterThan(0);
    }
  });
});
