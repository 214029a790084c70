import { describe, expect, test } from "vitest";
import { currentSeq, nextSeq, ReadSet, type Row } from "../../../src/state/index.ts";
import { Index } from "../../../src/state/indexes.ts";
import { turn } from "../../support/facts.ts";
import { property } from "../../support/seeded.ts";

type Tagged = readonly string[];

const scope = { cluster: "alpha", resource: "things" };

function row(name: string, object: Tagged): Row<Tagged> {
  return { scope, key: `/${name}`, namespace: "", name, uid: name, version: String(currentSeq()), object };
}

describe("an index", () => {
  test("keeps a bucket that somebody listens to, however many empty ones there are", async () => {
    const index = new Index<Tagged>(({ object }) => object, 3);
    const told: string[] = [];
    for (const value of ["a", "b", "c"]) index.bucket(value).onChange(() => told.push(value));
    for (let n = 0; n < 50; n += 1) index.bucket(`other ${n}`);
    const first = row("one", ["a", "b", "c"]);
    index.move(undefined, first, nextSeq());
    await turn();
    expect(told).toEqual(["a", "b", "c"]);
  });

  test("hands out a bucket that will hold what is filed, even when all the others are listened to", async () => {
    const index = new Index<Tagged>(({ object }) => object, 3);
    for (const value of ["a", "b", "c", "d"]) index.bucket(value).onChange(() => {});
    // First asked for, then listened to: as a group does.
    const [one, two] = [index.bucket("one"), index.bucket("two")];
    let told = 0;
    for (const bucket of [one, two]) {
      bucket.onChange(() => {
        told += 1;
      });
    }
    for (const value of ["one", "two", "three"]) {
      const filed = row(value, [value]);
      index.move(undefined, filed, nextSeq());
      expect([...index.bucket(value).rows]).toEqual([filed]);
    }
    await turn();
    expect(told).toBe(2);
  });

  test("tells those who noted a bucket that it is evicted", () => {
    const index = new Index<Tagged>(({ object }) => object, 3);
    const reads = new ReadSet();
    reads.note(index.bucket("a"));
    const members = new ReadSet();
    members.note(index.bucket("a").members);
    for (const value of ["b", "c", "d"]) index.bucket(value);
    expect([reads.fresh, members.fresh]).toEqual([false, false]);
  });

  test("distinguishes who comes and goes from who changes", () => {
    const index = new Index<Tagged>(({ object }) => object);
    const first = row("one", ["a"]);
    const second = row("one", ["a", "b"]);
    index.move(undefined, first, nextSeq());
    const came = index.bucket("a").members.changedAt;
    index.move(first, second, nextSeq());
    expect([...index.bucket("a").rows]).toEqual([second]);
    expect(index.bucket("a").members.changedAt).toBe(came);
    expect(index.bucket("a").changedAt).toBeGreaterThan(came);
    expect(index.bucket("b").members.changedAt).toBeGreaterThan(came);
  });

  property(
    "finds what a scan finds, and tells every reader and listener, under constant eviction",
    100,
    async (random) => {
      const index = new Index<Tagged>(({ object }) => object, random.int(4) + 1);
      const values = ["a", "b", "c", "d", "e", "f", "g", "h"];
      const rows = new Map<string, Row<Tagged>>();
      const under = (value: string) => new Set([...rows.values()].filter(({ object }) => object.includes(value)));
      const reads: { set: ReadSet; value: string; saw: string }[] = [];
      const listeners: { value: string; told: boolean; saw: string }[] = [];
      const seen = (value: string) =>
        [...index.bucket(value).rows]
          .map(({ key, version }) => key + version)
          .sort()
          .join();
      for (let step = 0; step < 80; step += 1) {
        const value = random.pick(values);
        const what = random.int(4);
        if (what === 0) {
          const set = new ReadSet();
          set.note(index.bucket(value));
          reads.push({ set, value, saw: seen(value) });
        } else if (what === 1 && listeners.length < 5) {
          const listener = { value, told: false, saw: seen(value) };
          index.bucket(value).onChange(() => {
            listener.told = true;
          });
          listeners.push(listener);
        } else if (what === 2) index.bucket(`${value}${step}`);
        else {
          const name = `o${random.int(6)}`;
          const before = rows.get(name);
          const seq = nextSeq();
          const after = random.chance(0.7)
            ? row(
                name,
                values.filter(() => random.chance(0.2)),
              )
            : undefined;
          if (after) rows.set(name, after);
          else rows.delete(name);
          if (before || after) index.move(before, after, seq);
        }
        for (const each of values) expect(index.bucket(each).rows).toEqual(under(each));
        for (const { set, value, saw } of reads) if (seen(value) !== saw) expect(set.fresh).toBe(false);
      }
      await turn();
      for (const { value, told, saw } of listeners) if (seen(value) !== saw) expect(told).toBe(true);
    },
  );
});
