import { expect, test } from "vitest";
import { Seal } from "../../../src/graphql/index.ts";

const seal = new Seal(Buffer.alloc(32, 1));

test("a sealed token is opened by the same key for the same purpose, on any replica", () => {
  const token = seal.close("page", { at: ["ä", 1, null] });
  expect(new Seal(Buffer.alloc(32, 1)).open("page", token)).toEqual({ at: ["ä", 1, null] });
});

test("a sealed token is not opened for another purpose, by another key, or altered in any character", () => {
  const token = seal.close("page", { at: 1 });
  expect(seal.open("revision", token)).toBeUndefined();
  expect(new Seal(Buffer.alloc(32, 2)).open("page", token)).toBeUndefined();
  for (let index = 0; index < token.length; index += 1) {
    const altered = `${token.slice(0, index)}${token[index] === "A" ? "B" : "A"}${token.slice(index + 1)}`;
    expect(seal.open("page", altered)).toBeUndefined();
  }
});

test.each(["", "A", "not base64url!", "A".repeat(200)])("%j is no sealed token", (text) => {
  expect(seal.open("page", text)).toBeUndefined();
  expect(seal.open("page", `${seal.close("page", 1)}${text || "="}`)).toBeUndefined();
});
