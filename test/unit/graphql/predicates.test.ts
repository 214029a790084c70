import { describe, expect, test } from "vitest";
import { byNamespace, every, indexed, matching, NOTHING, oneOfTest, stringTest } from "../../../src/graphql/index.ts";
import type { IndexDefinition, Row } from "../../../src/state/index.ts";

const byColor: IndexDefinition = { name: "color", values: ({ object }) => [(object as { color: string }).color] };

function row(namespace: string, name: string, color = "red"): Row<{ color: string }> {
  const scope = { cluster: "alpha", resource: "toys" };
  return { scope, key: `${namespace}/${name}`, namespace, name, uid: name, version: "1", object: { color } };
}

describe("a predicate", () => {
  test("of an index names each value once, and tests by itself what the index would find", () => {
    const predicate = indexed(byNamespace, ["a", "b", "a"]);
    expect(predicate.equals).toEqual([
      { index: "namespace", value: "a" },
      { index: "namespace", value: "b" },
    ]);
    expect(predicate.test(row("b", "x"))).toBe(true);
    expect(predicate.test(row("c", "x"))).toBe(false);
  });

  test("of an index without values passes nothing", () => {
    expect(indexed(byNamespace, [])).toBe(NOTHING);
  });

  test("of several is answered by the index look-up with the fewest values, and tests the others", () => {
    const predicate = every<{ color: string }>([
      indexed(byNamespace, ["a", "b"]),
      indexed(byColor, ["red"]),
      matching(({ name }) => name !== "z"),
    ]);
    expect(predicate.equals).toEqual([{ index: "color", value: "red" }]);
    expect(predicate.test(row("a", "x"))).toBe(true);
    expect(predicate.test(row("c", "x"))).toBe(false);
    expect(predicate.test(row("a", "z"))).toBe(false);
    expect(predicate.test(row("a", "x", "blue"))).toBe(false);
    // Of what was found by its color the color is not tested again.
    expect(predicate.residual?.(row("a", "x", "blue"))).toBe(true);
    expect(predicate.residual?.(row("c", "x"))).toBe(false);
    expect(predicate.residual?.(row("a", "z"))).toBe(false);
  });

  test("of an index alone leaves nothing to be tested of what was found by it", () => {
    const predicate = indexed<{ color: string }>(byColor, ["red"]);
    expect(predicate.residual).toBeNull();
    expect(every([every([]), predicate])).toBe(predicate);
    const isX = matching<{ color: string }>(({ name }) => name === "x");
    const nested = every([every([predicate, isX]), every([])]);
    expect(nested.equals).toEqual(predicate.equals);
    expect([nested.residual?.(row("a", "x", "blue")), nested.residual?.(row("a", "y"))]).toEqual([true, false]);
  });

  test("without an index look-up is tested whole", () => {
    const isX = matching<{ color: string }>(({ name }) => name === "x");
    const predicate = every([isX, matching<{ color: string }>(({ object }) => object.color === "red")]);
    expect(predicate.equals).toEqual([]);
    const { residual = predicate.test } = predicate;
    expect([row("a", "x"), row("a", "y"), row("a", "x", "blue")].map((each) => residual?.(each))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("of several passes nothing when one of them does", () => {
    expect(every([indexed(byNamespace, ["a"]), NOTHING])).toBe(NOTHING);
  });

  test("of none passes everything", () => {
    expect(every([]).test(row("a", "x"))).toBe(true);
    expect(every([]).equals).toEqual([]);
    expect(every([]).residual).toBeNull();
  });
});

describe("a string filter", () => {
  test.each([
    [{}, "web", true],
    [{}, null, true],
    [{ eq: "web" }, "web", true],
    [{ eq: "web" }, "Web", false],
    [{ in: ["a", "web"] }, "web", true],
    [{ in: [] }, "web", false],
    [{ contains: "e" }, "web", true],
    [{ startsWith: "e" }, "web", false],
    [{ startsWith: "w", contains: "z" }, "web", false],
    [{ startsWith: "" }, null, false],
    [{ eq: null, in: null, contains: null, startsWith: null }, "web", true],
  ])("%j on %j says %j", (filter, value, expected) => {
    expect(stringTest(filter)(value)).toBe(expected);
  });
});

test("an enum filter without a list passes everything, with an empty one nothing", () => {
  expect(oneOfTest({})("a")).toBe(true);
  expect(oneOfTest({ in: null })("a")).toBe(true);
  expect(oneOfTest<string>({ in: [] })("a")).toBe(false);
  expect(oneOfTest({ in: ["a", "b"] })("b")).toBe(true);
});
