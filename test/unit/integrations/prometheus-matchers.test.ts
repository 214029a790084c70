import { expect, test } from "vitest";
import { matchersText } from "../../../src/integrations/prometheus/index.ts";

test.each([
  ["web", 'pod="web"'],
  ['a"b', 'pod="a\\"b"'],
  ["a\\b", 'pod="a\\\\b"'],
  ["a\nb", 'pod="a\\nb"'],
  ['x"} or up{a="', 'pod="x\\"} or up{a=\\""'],
  // No pattern: whatever it has of one is meant as it is.
  ["a.b|c", 'pod="a.b|c"'],
])("a single value %j is equal to what is in the quotes", (value, text) => {
  expect(matchersText([{ label: "pod", values: [value] }])).toBe(text);
});

test("several values are a pattern that matches each as it is", () => {
  expect(matchersText([{ label: "pod", values: ["a.b", "c|d", "e\\f", 'g"h'] }])).toBe(
    'pod=~"a\\\\.b|c\\\\|d|e\\\\\\\\f|g\\"h"',
  );
});

test("several labels stand beside each other, and none is nothing", () => {
  const matchers = [
    { label: "cluster", values: ["alpha"] },
    { label: "namespace", values: ["shop"] },
  ];
  expect(matchersText(matchers)).toBe('cluster="alpha",namespace="shop"');
  expect(matchersText([])).toBe("");
});

test.each(["", "a-b", "1a", 'a="b",c'])("what is no name of a label (%j) is not written", (label) => {
  expect(() => matchersText([{ label, values: ["x"] }])).toThrow("no name of a label");
});
