import { expect, test } from "vitest";
import { perInput } from "../../../src/graphql/index.ts";

test("what follows from an input is made once for each input object, and once for none", () => {
  const made: (object | undefined)[] = [];
  const resultOf = perInput((input: object | undefined) => ({ number: made.push(input) }));
  const [one, other] = [{ same: true }, { same: true }];
  const results = [one, other, one, undefined, null, other].map((input) => resultOf(input).number);
  expect(results).toEqual([2, 3, 2, 1, 1, 3]);
  expect(made).toEqual([undefined, one, other]);
});

test("an input from which nothing follows but an error makes the error each time", () => {
  const resultOf = perInput((input: object | undefined) => {
    if (input) throw new Error("no such input");
  });
  const input = {};
  for (const _ of [1, 2]) expect(() => resultOf(input)).toThrow("no such input");
});
