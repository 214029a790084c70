import { describe, expect, test } from "vitest";
import { comparable } from "../../../src/domains/resources/comparable.mapping.ts";

const keyOf = (value: unknown) => comparable(value) as string;

describe("comparing", () => {
  test.each([
    { what: "booleans", ascending: [false, true] },
    { what: "numbers", ascending: [-1000, -20.5, -20, -3, -0.01, 0, 0.01, 0.5, 3, 20, 20.5, 1000, 1e21] },
    { what: "CPU", ascending: ["1n", "100u", "1m", "250m", "500m", "1", "1.5", "2", "10", "1k"] },
    { what: "memory", ascending: ["1Ki", "900Mi", "1G", "1Gi", "1500Mi", "1T", "1Ti", "2e12", "1Pi", "7E", "8Ei"] },
    {
      what: "integers of 64 bits",
      ascending: [
        -9223372036854775808n,
        -9223372036854775807n,
        9007199254740992,
        9007199254740993n,
        9223372036854775807n,
      ],
    },
    {
      what: "times",
      ascending: [
        "1999-12-31T23:59:59Z",
        "2026-01-31T12:00:00+02:00",
        "2026-01-31T11:00:00Z",
        "2026-01-31T11:00:00.000001Z",
        "2026-01-31T10:00:00.5-01:00",
      ],
    },
    { what: "texts", ascending: ["", "Running", "a", "ab", "b"] },
    { what: "values of several sorts", ascending: [true, 1, "2026-01-31T12:00:00Z", "a"] },
  ])("puts $what into their order", ({ ascending }) => {
    const keys = ascending.map(keyOf);
    expect([...keys].sort()).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each([
    [1, "1"],
    ["1", "1000m"],
    ["1Ki", 1024],
    ["0", "-0.0"],
    ["1e3", "1k"],
    [1n, 1],
    ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00.000+01:00"],
  ])("holds %s and %s for one", (one, other) => expect(keyOf(one)).toBe(keyOf(other)));

  test.each(["1.2.3", "v1", "1 Gi", "Gi", ".", "-", "2026-13-01T00:00:00Z", "0x10", "1".repeat(40)])(
    "takes %s for a text",
    (text) => expect(keyOf(text)).toBe(`x${text}`),
  );

  test.each([[undefined], [null], [{}], [[]]])("has no word for %j", (value) => expect(comparable(value)).toBeNull());
});
