import { describe, expect, test } from "vitest";
import { guarded } from "../../../bench/regression/guarded.ts";
import { holds, ratioOf, tolerance } from "../../../bench/regression/ratio.ts";
import { storedRatios } from "../../../bench/regression/stored.ts";

describe("a ratio", () => {
  test("is of the least that each side cost, whichever round that was in", () => {
    expect(ratioOf({ ours: [90, 60, 300], theirs: [30, 80, 31] })).toBe(2);
  });

  test.each([
    { ours: [], theirs: [1] },
    { ours: [1], theirs: [] },
  ])("of nothing is an error: %j", (costs) => {
    expect(() => ratioOf(costs)).toThrow("nothing was measured");
  });

  test("may be so many times what is stored, and no more", () => {
    expect([1.9, 2, 2 * tolerance].map((ratio) => holds(ratio, 2))).toEqual([true, true, true]);
    expect(holds(2 * tolerance + 0.001, 2)).toBe(false);
  });

  test("that is no number does not hold", () => {
    expect(holds(Number.NaN, 2)).toBe(false);
    expect(holds(2, Number.NaN)).toBe(false);
  });
});

test("there is a stored ratio for each guarded figure, and none besides", () => {
  const stored = storedRatios();
  expect(Object.keys(stored)).toEqual(Object.keys(guarded));
  for (const ratio of Object.values(stored)) expect(ratio).toBeGreaterThan(0);
});
