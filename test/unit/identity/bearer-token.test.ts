import { describe, expect, test } from "vitest";
import { bearerToken, hashOf, lookInto } from "../../../src/identity/bearer-token.ts";

describe("a bearer token", () => {
  test.each([
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "bearer",
    "Basic YTpi",
    "Bearer a b",
    "Bearer ä",
    "Bearer a\r\nX: y",
    `Bearer ${"a".repeat(20_000)}`,
  ])("is not found in %j", (authorization) => {
    expect(() => bearerToken(authorization)).toThrow(expect.objectContaining({ code: "UNAUTHENTICATED" }));
  });

  test("is found whatever the scheme's case", () => {
    expect(bearerToken("bearer abc.def-123_~+/==")).toBe("abc.def-123_~+/==");
  });

  test("is remembered by a hash that does not hold it", () => {
    expect(hashOf("canary")).toMatch(/^[\w-]{43}$/);
    expect(hashOf("canary")).toBe(hashOf("canary"));
    expect(hashOf("canary")).not.toBe(hashOf("canary2"));
  });
});

describe("what a token says of itself", () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  test("is read, and means nothing yet", () => {
    const token = `${part({ kid: "k" })}.${part({ iss: "https://id.example", exp: 12.5 })}.c2ln`;
    expect(lookInto(token)).toEqual({ issuer: "https://id.example", keyId: "k", expiresAt: 12_500 });
  });

  test.each([
    "opaque",
    "a.b.c",
    "..",
    `${part({})}.${part({ iss: "i" })}`,
    `${part({})}.${part({ iss: "i" })}.s.more`,
    `${part({})}.${part(null)}.s`,
    `${part({})}.${part("text")}.s`,
    `${part({})}.${part({ iss: ["i"], exp: "1", kid: 1 })}.s`,
    `${part({ kid: {} })}.${part({ exp: null })}.s`,
  ])("is nothing in %s", (token) => {
    expect(lookInto(token)).toEqual({});
  });
});
