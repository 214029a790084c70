import { default as jsonPatch, type Operation } from "fast-json-patch";
import { describe, expect, test } from "vitest";
import { type Json, patchOf } from "../../../../src/api/live/json-patch.ts";
import type { Random } from "../../../support/random.ts";
import { property } from "../../../support/seeded.ts";

/** What a client makes of it, by a library of others. */
function applied(before: Json, patch: readonly object[]): unknown {
  const copy = structuredClone(before);
  return jsonPatch.applyPatch(copy, patch as Operation[], true).newDocument;
}

function checked(before: Json, after: Json): readonly object[] {
  const [copyBefore, copyAfter] = structuredClone([before, after]);
  const patch = JSON.parse(JSON.stringify(patchOf(before, after)));
  expect([before, after]).toEqual([copyBefore, copyAfter]);
  expect(applied(before, patch)).toEqual(after);
  return patch;
}

const names = ["a", "b", "id", "name", "a/b", "~1", "m~n", "", "0", "length", "constructor", "ü"];

function randomJson(random: Random, depth: number): Json {
  switch (random.int(depth > 0 ? 7 : 4)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.int(5) / 2;
    case 3:
      return random.pick(["", "x", "y", "ü🏃"]);
    case 4:
      return Array.from({ length: random.int(5) }, () => randomJson(random, depth - 1));
    case 5:
      return Array.from({ length: random.int(8) }, () => ({
        id: `i${random.int(8)}`,
        value: randomJson(random, depth - 1),
      }));
    default:
      return Object.fromEntries(
        Array.from({ length: random.int(5) }, () => [random.pick(names), randomJson(random, depth - 1)]),
      );
  }
}

/** The same with a few things changed, as answers of one query are. */
function changed(random: Random, value: Json, depth: number): Json {
  if (random.chance(0.1)) return randomJson(random, depth);
  if (Array.isArray(value)) {
    const items = value.filter(() => random.chance(0.9)).map((item) => changed(random, item, depth - 1));
    if (random.chance(0.3)) items.splice(random.int(items.length + 1), 0, randomJson(random, depth - 1));
    if (random.chance(0.3)) items.sort(() => (random.chance(0.5) ? 1 : -1));
    return items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => random.chance(0.9))
      .map(([key, each]) => [key, changed(random, each as Json, depth - 1)]),
  );
}

property("a patch makes the one of the other, whatever they are", 300, (random) => {
  for (let n = 0; n < 10; n += 1) {
    const before = randomJson(random, 4);
    checked(before, randomJson(random, 4));
    const after = changed(random, before, 4);
    checked(before, after);
    expect(checked(after, structuredClone(after))).toEqual([]);
  }
});

describe("a patch of a list", () => {
  const pods = (...numbers: readonly number[]) => numbers.map((n) => ({ id: `pod-${n}`, phase: "RUNNING", n }));
  const range = Array.from({ length: 100 }, (_, n) => n);

  test("says of an item that went that it went, and rewrites no other", () => {
    expect(checked({ nodes: pods(...range) }, { nodes: pods(...range.slice(1)) })).toEqual([
      { op: "remove", path: "/nodes/0" },
    ]);
  });

  test("says of an item that came where it is, and of one that changed what has changed", () => {
    const after = pods(500, ...range).map((pod) => (pod.n === 7 ? { ...pod, phase: "FAILED" } : pod));
    expect(checked(pods(...range), after)).toEqual([
      { op: "add", path: "/0", value: pods(500)[0] },
      { op: "replace", path: "/8/phase", value: "FAILED" },
    ]);
  });

  test("takes an item that moved out, and puts it in", () => {
    expect(checked(pods(...range), pods(...range.slice(1), 0))).toEqual([
      { op: "remove", path: "/0" },
      { op: "add", path: "/99", value: pods(0)[0] },
    ]);
  });

  test("knows items without an id by what they are, or by their place", () => {
    expect(checked(["a", "b", "c"], ["b", "c"])).toEqual([{ op: "remove", path: "/0" }]);
    expect(checked([{ n: 1 }, { n: 2 }], [{ n: 1 }, { n: 3 }])).toEqual([{ op: "replace", path: "/1/n", value: 3 }]);
    expect(checked([1, 1, 2], [1, 2])).toEqual([
      { op: "replace", path: "/1", value: 2 },
      { op: "remove", path: "/2" },
    ]);
  });

  test("does not take items for one because they have the same id", () => {
    checked(
      [
        { id: "a", n: 1 },
        { id: "a", n: 2 },
      ],
      [{ id: "a", n: 2 }],
    );
  });
});

test("a key that leads to a prototype is in no path", () => {
  const [before, after] = ['{"x":{"__proto__":{"a":1}}}', '{"x":{"__proto__":{"a":2}}}'].map((text) =>
    JSON.parse(text),
  );
  expect(patchOf(before, after)).toEqual([{ op: "replace", path: "/x", value: after.x }]);
});
