import { describe, expect, test } from "vitest";
import { bytesOf, quantityOf } from "../../../src/domains/resources/quantity.mapping.ts";

describe("a quantity", () => {
  test.each([
    ["250m", 0.25],
    ["100m", 0.1],
    ["1", 1],
    ["0", 0],
    ["1.5", 1.5],
    [".5", 0.5],
    ["5.", 5],
    ["-2", -2],
    ["64Mi", 67_108_864],
    ["1.5Gi", 1_610_612_736],
    ["2k", 2_000],
    ["3M", 3_000_000],
    ["12e6", 12_000_000],
    ["1E3", 1_000],
    ["1E", 1e18],
    ["999999n", 0.000999999],
    ["7u", 0.000007],
    // The largest that there are, so that any number of them can be added up.
    ["1e308", 2 ** 63],
    ["-9000E", -(2 ** 63)],
  ])("%s is the number that Kubernetes takes it for", (text, number) => {
    expect(quantityOf(text)).toBe(number);
  });

  test.each(["", "1.2.3", "Mi", "1 Gi", "1KI", "12x", "0x10", "Infinity", "NaN", "--1", "10e399", "1e999"])(
    "%j is none",
    (text) => {
      expect(quantityOf(text)).toBeNull();
    },
  );

  test("in bytes is whole, rounded up, and null where it could not be exact", () => {
    expect(bytesOf("100m")).toBe(1);
    expect(bytesOf("1Gi")).toBe(2 ** 30);
    expect(bytesOf("16Ei")).toBeNull();
    expect(bytesOf(undefined)).toBeNull();
  });
});
