import { expect, test } from "vitest";
import { alternate, median, quantile, ratios } from "../../../bench/support/statistics.ts";

test("the median is the value in the middle, whatever the order", () => {
  expect([median([3]), median([9, 1, 5]), median([4, 1, 2, 100])]).toEqual([3, 5, 3]);
  expect(() => median([])).toThrow("nothing");
});

test("ratios are those of the rounds, not of the medians", () => {
  expect(ratios([2, 40], [1, 10])).toEqual([2, 4]);
  expect(() => ratios([1, 2], [1])).toThrow("both sides");
});

test("sides run once a round, in the opposite order every other round", async () => {
  const order: string[] = [];
  const side = (name: string) => async () => order.push(name);
  const outcomes = await alternate(3, { a: side("a"), b: side("b") });
  expect(order.join("")).toBe("abbaab");
  expect(outcomes).toEqual({ a: [1, 4, 5], b: [2, 3, 6] });
});

test("a side that fails ends the measurement", async () => {
  const fails = () => Promise.reject(new Error("no server"));
  await expect(alternate(2, { a: async () => 1, b: fails })).rejects.toThrow("no server");
});

test("a quantile is a value that so many do not exceed", () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect([quantile(values, 0.95), quantile(values, 0.5), quantile(values, 1), quantile([7], 0.95)]).toEqual([
    190, 100, 200, 7,
  ]);
  expect(() => quantile([], 0.5)).toThrow("nothing");
});
