import { describe, expect, test } from "vitest";
import { decodeId, encodeId } from "../../../src/graphql/index.ts";
import { property } from "../../support/seeded.ts";

const id = { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web", uid: "u-1" };

describe("an id", () => {
  test("says what it was made of", () => {
    expect(decodeId(encodeId(id))).toEqual(id);
    expect(decodeId(encodeId({ ...id, resource: "nodes", namespace: "" }))).toMatchObject({ namespace: "" });
  });

  test.each([
    ["nothing", ""],
    ["words", "hello"],
    ["another base64", Buffer.from("hello\0world").toString("base64url")],
    ["another version", Buffer.from("2\0alpha\0pods\0shop\0web\0u-1").toString("base64url")],
    ["a part too many", Buffer.from("1\0alpha\0pods\0shop\0web\0u-1\0x").toString("base64url")],
    ["no name", Buffer.from("1\0alpha\0pods\0shop\0\0u-1").toString("base64url")],
    ["padding", `${encodeId(id)}=`],
    ["blanks around it", ` ${encodeId(id)}`],
    ["bytes that are no text", Buffer.from([0x31, 0, 0xff, 0, 0x61, 0, 0x61, 0, 0x61, 0, 0x61]).toString("base64url")],
  ])("with %s is refused", (_what, text) => {
    expect(() => decodeId(text)).toThrow(expect.objectContaining({ code: "INVALID_ID" }));
  });

  property("of random bytes is refused by its code, or is one that would be made so again", 300, (random) => {
    const bytes = Buffer.from(Array.from({ length: random.int(40) }, () => random.int(128)));
    const text = bytes.toString("base64url");
    try {
      expect(encodeId(decodeId(text))).toBe(text);
    } catch (error) {
      expect(error).toMatchObject({ code: "INVALID_ID" });
    }
  });
});
