import { expect, test } from "vitest";
import { parseJsonPath } from "../../../src/domains/resources/printers/json-path.mapping.ts";

const nested = (depth: number): object => (depth === 0 ? { last: 1 } : { a: nested(depth - 1) });

test("the path of a column that looks everywhere again and again finds no more than can be held", () => {
  expect(parseJsonPath("..last")?.(nested(10))).toEqual([1]);
  // Of each thing it finds what is below it, and of each of those again: of a dozen levels it would be tens of thousands.
  expect(parseJsonPath("..".repeat(8))?.(nested(10)).length).toBeLessThanOrEqual(10_000);
  expect(parseJsonPath("..".repeat(100))).toBeNull();
});

test("a path leads to what it names, first found first", () => {
  const object = { items: [{ type: "A", n: 1 }, { type: "B", n: 2 }, { n: 3 }], map: { x: 4 } };
  expect(parseJsonPath(".items[*].n")?.(object)).toEqual([1, 2, 3]);
  expect(parseJsonPath('.items[?(@.type=="B")].n')?.(object)).toEqual([2]);
  expect(parseJsonPath(".items[0,2].n")?.(object)).toEqual([1, 3]);
  expect(parseJsonPath(".items[?(@.type)].n")?.(object)).toEqual([1, 2]);
});
