import { describe, expect, test } from "vitest";
import { nextSeq, ReadSet, type Row } from "../../../src/state/index.ts";
import { Signals } from "../../../src/state/signals.ts";
import { turn } from "../../support/facts.ts";

type Tagged = readonly string[];

function row(namespace: string, object: Tagged): Row<Tagged> {
  const scope = { cluster: "alpha", resource: "things" };
  return { scope, key: `${namespace}/x`, namespace, name: "x", uid: "x", version: "1", object };
}

function noted(signals: Signals<Tagged>, value: string, namespace = ""): ReadSet {
  const reads = new ReadSet();
  reads.note(signals.cell(value, namespace));
  return reads;
}

describe("signals", () => {
  test("tell of what comes under a value, changes, leaves it and goes, and of nothing else", () => {
    const signals = new Signals<Tagged>(({ object }) => object);
    const steps: readonly [Row<Tagged> | undefined, Row<Tagged> | undefined, boolean][] = [
      [undefined, row("ns", ["a"]), true],
      [row("ns", ["a"]), row("ns", ["a", "b"]), true],
      [row("ns", ["a", "b"]), row("ns", ["b"]), true],
      [row("ns", ["b"]), row("ns", ["c"]), false],
      [row("ns", ["c"]), row("ns", ["a"]), true],
      [row("ns", ["a"]), undefined, true],
    ];
    for (const [before, after, tells] of steps) {
      const [everywhere, here, there] = [noted(signals, "a"), noted(signals, "a", "ns"), noted(signals, "a", "other")];
      signals.move(before, after, nextSeq());
      expect([everywhere.fresh, here.fresh, there.fresh]).toEqual([!tells, !tells, true]);
    }
  });

  test("keep a cell that somebody listens to, however many others are asked for", async () => {
    const signals = new Signals<Tagged>(({ object }) => object, 3);
    const told: string[] = [];
    for (const value of ["a", "b", "c", "d"]) signals.cell(value).onChange(() => told.push(value));
    for (let n = 0; n < 50; n += 1) signals.cell(`other ${n}`);
    signals.move(undefined, row("ns", ["a", "b", "c", "d"]), nextSeq());
    await turn();
    expect(told).toEqual(["a", "b", "c", "d"]);
  });

  test("tell those who noted a cell that it is evicted", () => {
    const signals = new Signals<Tagged>(({ object }) => object, 3);
    const reads = noted(signals, "a");
    for (const value of ["b", "c", "d"]) signals.cell(value);
    expect(reads.fresh).toBe(false);
    expect(noted(signals, "d").fresh).toBe(true);
  });

  test("tell everybody when the store ends", () => {
    const signals = new Signals<Tagged>(({ object }) => object);
    const reads = noted(signals, "a");
    signals.clear(nextSeq());
    expect(reads.fresh).toBe(false);
  });
});
