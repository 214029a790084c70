import { expect, test } from "vitest";
import { Run } from "../../../../src/api/execution/run.ts";
import { selectInto } from "../../../../src/api/execution/select-into.ts";

const run = new Run({}, { variables: {}, context: {} });

test("members have the order of their names, and are read in it", () => {
  const order: string[] = [];
  const read = (name: string) => (source: unknown) => {
    order.push(name);
    return `${name} of ${source}`;
  };
  const selected = selectInto(["b", "a"], [read("b"), read("a")])("s", run);
  expect(JSON.stringify(selected)).toBe('{"b":"b of s","a":"a of s"}');
  expect(order).toEqual(["b", "a"]);
});

test.each(["__proto__", "constructor", "return", "source", "read0", '"', "\\", "\u2028", "*/", "a: 1}), ({b"])(
  "the name %j is a name",
  (name) => {
    const selected = selectInto(["first", name], [() => 1, () => 2])({}, run);
    expect(Object.entries(selected as object)).toEqual([
      ["first", 1],
      [name, 2],
    ]);
  },
);

test("nothing selected is an empty object", () => {
  expect(selectInto([], [])({}, run)).toEqual({});
});
