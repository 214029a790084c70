import { expect, test } from "vitest";
import { parseLabelSelector } from "../../../src/sandbox/storage/label-selector.ts";

test.each([
  ["", {}, true],
  ["a", { a: "" }, true],
  ["a", {}, false],
  ["!a", {}, true],
  ["! a", { a: "1" }, false],
  ["a=1", { a: "1" }, true],
  [" a == 1 , b != 2 ", { a: "1", b: "3" }, true],
  ["a!=1", {}, true],
  ["a in (1,2)", { a: "2" }, true],
  ["a in (1, 2),b", { a: "2" }, false],
  ["a notin (1)", {}, true],
  ["a notin (1)", { a: "1" }, false],
  ["a in ()", { a: "" }, true],
  ["a=", { a: "" }, true],
  ["a=,b=1", { a: "", b: "1" }, true],
  ["size>3", { size: "10" }, true],
  ["size<3", { size: "10" }, false],
  ["size>3", {}, false],
  ["example.com/a=b.c_d-e", { "example.com/a": "b.c_d-e" }, true],
  ["in in (in)", { in: "in" }, true],
] as const)("%s of %j is %s", (selector, labels, fits) => {
  expect(parseLabelSelector(selector)(labels)).toBe(fits);
});

test.each(["a in", "a in (", "a in (b", "a in b", "=b", "a===b", "a b", "a,,b", "(", "-x=b", "a/b/c=d", "a!"])(
  "%s is no selector",
  (selector) => {
    expect(() => parseLabelSelector(selector)).toThrow(/^unable to parse requirement/);
  },
);
