import { describe, expect, test } from "vitest";
import { currentSeq, nextSeq, ReadSet, type Row } from "../../../src/state/index.ts";
import { Index } from "../../../src/state/indexes.ts";
import { Entry } from "../../../src/state/row.ts";
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
    index.move(new Entry(first), undefined, first, nextSeq());
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
      index.move(new Entry(filed), undefined, filed, nextSeq());
      expect([...index.bucket(value).entries.keys()]).toEqual([`/${value}`]);
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
    const entry = new Entry(row("one", ["a"]));
    index.move(entry, undefined, entry.row, nextSeq());
    const came = index.bucket("a").members.changedAt;
    index.move(entry, entry.row, row("one", ["a", "b"]), nextSeq());
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
      const entries = new Map<string, Entry<Tagged>>();
      const under = (value: string) =>
        [...entries.values()].filter((e) => e.row.object.includes(value)).map((e) => e.row.key);
      const reads: { set: ReadSet; value: string; saw: string }[] = [];
      const listeners: { value: string; told: boolean; saw: string }[] = [];
      const seen = (value: string) =>
        [...index.bucket(value).entries.values()]
          .map(({ row: { key, version } }) => key + version)
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
          const before = entries.get(name);
          const after = random.chance(0.7)
            ? row(
                name,
                values.filter(() => random.chance(0.2)),
              )
            : undefined;
          const seq = nextSeq();
          if (before || after) {
            const entry = before ?? new Entry(after as Row<Tagged>);
            const was = before?.row;
            if (after) entry.row = { ...after, version: String(seq) };
            if (after) entries.set(name, entry);
            else entries.delete(name);
            index.move(entry, was, after && entry.row, seq);
          }
        }
        for (const each of values) expect([...index.bucket(each).entries.keys()].sort()).toEqual(under(each).sort());
        for (const { set, value, saw } of reads) if (seen(value) !== saw) expect(set.fresh).toBe(false);
      }
      await turn();
      for (const { value, told, saw } of listeners) if (seen(value) !== saw) expect(told).toBe(true);
    },
  );
});
