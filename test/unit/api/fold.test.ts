import { describe, expect, test } from "vitest";
import { fold } from "../../../src/api/subscriptions/fold.ts";
import type { Change, Row } from "../../../src/state/index.ts";
import { property } from "../../support/seeded.ts";

type Passing = { readonly passes: boolean };

const scope = { cluster: "alpha", resource: "things" };

function row(name: string, uid: string, version: number, passes: boolean): Row<Passing> {
  return { scope, key: `/${name}`, namespace: "", name, uid, version: String(version), object: { passes } };
}

const admits = ({ object }: Row<Passing>) => object.passes;
const at = { epoch: "e", rv: "1" };

function change(seq: number, before?: Row<Passing>, after?: Row<Passing>): Change<Passing> {
  return { seq, at, ...(before && { before }), ...(after && { after }) };
}

describe("folding changes", () => {
  const [in1, in2, out] = [row("a", "u", 1, true), row("a", "u", 2, true), row("a", "u", 3, false)];

  test("tells entering and leaving the filter from changing in it, and does not mention what came and went", () => {
    const types = (...changes: Change<Passing>[]) =>
      fold(changes, admits).map(({ type, row: { version } }) => type + version);
    expect(types(change(1, in1, in2))).toEqual(["MODIFIED2"]);
    expect(types(change(1, in1, out))).toEqual(["DELETED3"]);
    expect(types(change(1, out, in1))).toEqual(["ADDED1"]);
    expect(types(change(1, out, undefined))).toEqual([]);
    expect(types(change(1, undefined, in1), change(2, in1, undefined))).toEqual([]);
    expect(types(change(1, undefined, in1), change(2, in1, in2))).toEqual(["ADDED2"]);
    expect(types(change(1, in1, out), change(2, out, in2))).toEqual(["MODIFIED2"]);
  });

  test("keeps a re-created object apart from its predecessor, whose removal stands first", () => {
    const folded = fold([change(1, in1, undefined), change(2, undefined, row("a", "v", 4, true))], admits);
    expect(folded.map(({ type, row: { uid } }) => `${type} ${uid}`)).toEqual(["DELETED u", "ADDED v"]);
  });

  test("keeps objects apart whose origin gives them no uid", () => {
    const [one, two] = [row("one", "", 1, true), row("two", "", 2, true)];
    const folded = fold([change(1, undefined, one), change(2, undefined, two)], admits);
    expect(folded.map(({ type, row: { name } }) => `${type} ${name}`)).toEqual(["ADDED one", "ADDED two"]);
  });

  property("gives what comparing the two ends gives, at most once for each object and in order", 300, (random) => {
    const state = new Map<string, Row<Passing>>();
    const changes: Change<Passing>[] = [];
    let seq = 0;
    const step = () => {
      const name = random.pick(["a", "b", "c", "d"]);
      const held = state.get(name);
      const next = random.chance(0.7) ? row(name, held?.uid ?? `u${seq}`, seq, random.chance(0.6)) : undefined;
      const apply = (before?: Row<Passing>, after?: Row<Passing>) => {
        seq += 1;
        changes.push(change(seq, before, after));
        if (after) state.set(name, after);
        else state.delete(name);
      };
      if (held && next && random.chance(0.2)) {
        apply(held, undefined);
        apply(undefined, row(name, `u${seq}`, seq, random.chance(0.6)));
      } else if (held || next) apply(held, next);
    };
    for (let n = random.int(10); n > 0; n -= 1) step();
    const before = new Map([...state.values()].filter(admits).map((each) => [each.uid, each]));
    changes.length = 0;
    for (let n = random.int(20); n > 0; n -= 1) step();
    const after = new Map([...state.values()].filter(admits).map((each) => [each.uid, each]));

    const folded = fold(changes, admits);
    const expected = [
      ...[...before.keys()].filter((uid) => !after.has(uid)).map((uid) => `DELETED ${uid}`),
      ...[...after].filter(([uid]) => !before.has(uid)).map(([uid, { version }]) => `ADDED ${uid}@${version}`),
    ];
    const told = folded.map(({ type, row: { uid, version } }) =>
      type === "DELETED" ? `${type} ${uid}` : `${type} ${uid}@${version}`,
    );
    expect(told.filter((each) => !each.startsWith("MODIFIED")).sort()).toEqual(expected.sort());
    // A client that is given these on top of the one state has the other.
    const client = new Map(before);
    for (const { type, row: each } of folded) {
      expect(client.has(each.uid)).toBe(type !== "ADDED");
      if (type === "DELETED") client.delete(each.uid);
      else client.set(each.uid, each);
    }
    expect(client).toEqual(after);
    expect(new Set(folded.map(({ row: { uid } }) => uid)).size).toBe(folded.length);
    expect(folded.map((each) => each.seq)).toEqual(folded.map((each) => each.seq).sort((a, b) => a - b));
  });
});
