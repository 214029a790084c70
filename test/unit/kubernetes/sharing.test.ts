import { describe, expect, test } from "vitest";
import { share } from "../../../src/kubernetes/sharing.ts";

const copy = <T>(value: T): T => structuredClone(value);

describe("sharing", () => {
  test("gives the previous value itself where all is equal", () => {
    const previous = { a: [1, "x", null, { b: true }], c: {} };
    expect(share(previous, copy(previous))).toBe(previous);
  });

  test("gives equal parts of the previous value, and the new ones where they differ", () => {
    const previous = { same: { list: [{ x: 1 }, { y: 2 }] }, list: [{ x: 1 }, { y: 2 }], other: { z: 1 } };
    const next = { same: copy(previous.same), list: [{ x: 1 }, { y: 3 }], other: { z: 2 } };
    const expected = copy(next);
    const shared = share(previous, next);
    expect(shared).toEqual(expected);
    expect(shared.same).toBe(previous.same);
    expect(shared.list).not.toBe(previous.list);
    expect(shared.list[0]).toBe(previous.list[0]);
  });

  test("never changes the previous value", () => {
    const previous = { a: { b: 1, gone: true }, list: [1, 2, 3] };
    const before = copy(previous);
    share(previous, { a: { b: 2, extra: 1 }, list: [1] });
    expect(previous).toEqual(before);
  });

  const pairs: [string, unknown, unknown][] = [
    ["a field more", { a: 1 }, { a: 1, b: 2 }],
    ["a field less", { a: 1, b: 2 }, { a: 1 }],
    ["another field of the same number", { a: 1 }, { b: 1 }],
    ["a longer list", [1], [1, 2]],
    ["a shorter list", [1, 2], [1]],
    ["a list for an object", { 0: 1 }, [1]],
    ["an object for a list", [1], { 0: 1 }],
    ["null for an object", {}, null],
    ["an object for null", null, {}],
    ["a string for a number", 1, "1"],
    ["false for null", { a: null }, { a: false }],
    ["a field whose name Object has", {}, { constructor: 1, toString: "x" }],
  ];
  test.each(pairs)("keeps the new value for %s", (_, previous, next) => {
    const expected = copy(next);
    expect(share(previous, next)).toEqual(expected);
  });

  test("is equal to its input for random values", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % below;
    };
    const value = (depth: number): unknown => {
      const kind = random(depth > 3 ? 3 : 5);
      if (kind === 0) return random(3);
      if (kind === 1) return ["", "a", "b"][random(3)];
      if (kind === 2) return [null, true, false][random(3)];
      if (kind === 3) return Array.from({ length: random(4) }, () => value(depth + 1));
      return Object.fromEntries(Array.from({ length: random(4) }, () => ["abcd"[random(4)], value(depth + 1)]));
    };
    for (let i = 0; i < 2_000; i++) {
      const previous = value(0);
      const next = value(0);
      const before = copy(previous);
      const expected = copy(next);
      expect(share(previous, next)).toEqual(expected);
      expect(previous).toEqual(before);
    }
  });

  test("survives nesting that would overflow the stack", () => {
    const deep = () => JSON.parse(`${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}`);
    expect(() => share(deep(), deep())).not.toThrow();
  });

  test("takes no prototype from a field called __proto__", () => {
    const parse = () => JSON.parse('{"__proto__":{"x":1},"y":1}');
    const shared = share(parse(), { ...parse(), z: 1 });
    expect(Object.getPrototypeOf(shared)).toBe(Object.prototype);
  });
});
