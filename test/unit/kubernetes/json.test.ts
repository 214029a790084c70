import { describe, expect, test } from "vitest";
import { parseJson } from "../../../src/kubernetes/json.ts";

describe("JSON of an API server", () => {
  test.each(["9223372036854775807", "-9223372036854775808", "9007199254740993"])("keeps %s as it is", (digits) => {
    const text = `{"spec":{"list":[1,${digits}],"own":${digits}}}`;
    const parsed = parseJson(text);
    expect(parsed).toEqual({ spec: { list: [1, BigInt(digits)], own: BigInt(digits) } });
    expect(JSON.stringify(parsed)).toBe(text);
  });

  test("makes numbers of what a number holds exactly, and of floats", () => {
    const parsed = parseJson('{"a": 9007199254740991, "b": 1234567890123456.5, "c": 12345678901234567890123, "d": -0}');
    expect(parsed).toEqual({ a: 9007199254740991, b: 1234567890123456.5, c: Number("12345678901234567890123"), d: -0 });
  });

  test("leaves texts alone that look like numbers", () => {
    const text = '{"a":"x:9223372036854775807","b":"9223372036854775807"}';
    expect(parseJson(text)).toEqual({ a: "x:9223372036854775807", b: "9223372036854775807" });
  });
});
