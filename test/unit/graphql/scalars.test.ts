import { parseValue, valueFromAST } from "graphql";
import { describe, expect, test } from "vitest";
import { DateTime, Long, StringMap } from "../../../src/graphql/index.ts";

describe("DateTime", () => {
  test("passes Kubernetes' times as they are, to the microsecond", () => {
    expect(DateTime.serialize("2026-03-01T08:00:00Z")).toBe("2026-03-01T08:00:00Z");
    expect(DateTime.serialize("2026-03-01T08:00:00.123456Z")).toBe("2026-03-01T08:00:00.123456Z");
  });

  test("writes milliseconds since the epoch as a string", () => {
    expect(DateTime.serialize(1_772_352_000_000)).toBe("2026-03-01T08:00:00.000Z");
  });

  test.each(["", "yesterday", "2026-03-01", "2026-13-01T08:00:00Z", "2026-03-01T08:00:00", 7, null])(
    "does not take %j as an input",
    (value) => {
      expect(() => DateTime.parseValue(value)).toThrow("RFC 3339");
    },
  );
});

describe("Long", () => {
  test("is a number while JSON readers can hold it exactly, and digits beyond", () => {
    expect(Long.serialize(42)).toBe(42);
    expect(Long.serialize(BigInt(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
    expect(Long.serialize(2n ** 53n)).toBe("9007199254740992");
    expect(Long.serialize("-9223372036854775808")).toBe("-9223372036854775808");
  });

  test("takes numbers and digits, in variables and in documents", () => {
    expect(Long.parseValue(7)).toBe(7n);
    expect(Long.parseValue("9007199254740993")).toBe(9007199254740993n);
    expect(valueFromAST(parseValue("9007199254740993"), Long)).toBe(9007199254740993n);
  });

  test.each([1.5, Number.NaN, 2 ** 53, "9223372036854775808", "0x10", "", "1e3", true, null, {}])(
    "does not take %j",
    (value) => {
      expect(() => Long.parseValue(value)).toThrow("64 bits");
    },
  );
});

describe("StringMap", () => {
  test("takes objects of strings", () => {
    expect(StringMap.parseValue({ a: "b" })).toEqual({ a: "b" });
  });

  test.each([[["a"]], [{ a: 1 }], ["a"], [null]])("does not take %j", (value) => {
    expect(() => StringMap.parseValue(value)).toThrow("values are strings");
  });
});
