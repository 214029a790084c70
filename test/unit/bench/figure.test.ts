import { describe, expect, test } from "vitest";
import { type Figure, resultOf } from "../../../bench/figure.ts";

const figure: Figure = {
  id: "X1",
  what: "something",
  against: "something else",
  goal: { relation: "<=", bound: 1.2 },
  measure: async () => ({ value: 1, raw: {} }),
};

describe("the result of a figure", () => {
  test("holds the value, the goal, whether it was met, and the raw figures", () => {
    expect(resultOf(figure, { value: 1.1, raw: { rounds: [1, 1.2] } })).toEqual({
      id: "X1",
      value: 1.1,
      goal: "<= 1.2",
      pass: true,
      rounds: [1, 1.2],
    });
  });

  test("is judged before it is rounded", () => {
    expect(resultOf(figure, { value: 1.2004, raw: {} })).toMatchObject({ value: 1.2, pass: false });
  });

  test("passes a goal from below and one from above", () => {
    const atLeast: Figure = { ...figure, goal: { relation: ">=", bound: 1.1 } };
    expect([1.09, 1.1].map((value) => resultOf(atLeast, { value, raw: {} }).pass)).toEqual([false, true]);
    expect([1.2, 1.21].map((value) => resultOf(figure, { value, raw: {} }).pass)).toEqual([true, false]);
  });

  test("passes only with all of its goals", () => {
    const two: Figure = { ...figure, further: { burst: { relation: "<=", bound: 0.5 } } };
    expect(resultOf(two, { value: 1, further: { burst: 0.6 }, raw: {} })).toMatchObject({
      pass: false,
      burst: { value: 0.6, goal: "<= 0.5", pass: false },
    });
    expect(resultOf(two, { value: 1, further: { burst: 0.4 }, raw: {} }).pass).toBe(true);
    expect(() => resultOf(two, { value: 1, raw: {} })).toThrow("burst");
  });
});
