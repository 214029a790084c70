import { describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { parseLabelSelector } from "../../../src/graphql/index.ts";
import { property } from "../../support/seeded.ts";

function matches(selector: string, labels: Record<string, string> | undefined): boolean {
  return parseLabelSelector(selector).test(labels);
}

describe("a label selector", () => {
  test.each([
    ["a=b", { a: "b" }, true],
    ["a=b", { a: "c" }, false],
    ["a=b", {}, false],
    ["a==b", { a: "b" }, true],
    ["a!=b", { a: "c" }, true],
    ["a!=b", { a: "b" }, false],
    ["a!=b", {}, true],
    ["a in (x,y)", { a: "y" }, true],
    ["a in (x, y)", { a: "z" }, false],
    ["a in (x)", {}, false],
    ["a notin (x,y)", { a: "z" }, true],
    ["a notin (x,y)", { a: "x" }, false],
    ["a notin (x,y)", {}, true],
    ["a", { a: "" }, true],
    ["a", {}, false],
    ["!a", {}, true],
    ["! a", { a: "" }, false],
    ["a=", { a: "" }, true],
    ["a=", { a: "b" }, false],
    ["a in (x,)", { a: "" }, true],
    ["app.kubernetes.io/name=web", { "app.kubernetes.io/name": "web" }, true],
    ["in in (in)", { in: "in" }, true],
    ["  a = b , !c  ", { a: "b" }, true],
    ["a=b,c=d", { a: "b", c: "d" }, true],
    ["a=b,c=d", { a: "b" }, false],
    ["", { a: "b" }, true],
    ["constructor", {}, false],
    ["!toString", {}, true],
  ])("%j on %j says %j", (selector, labels, expected) => {
    expect(matches(selector, labels as Record<string, string>)).toBe(expected);
  });

  test("holds its negations for objects without any labels", () => {
    expect(matches("!a,b!=c,d notin (e)", undefined)).toBe(true);
    expect(matches("a", undefined)).toBe(false);
  });

  test.each([
    ["a=b,", 4],
    [",a", 0],
    ["a=b=c", 3],
    ["a b", 2],
    ["a in x", 5],
    ["a in (x", 7],
    ["a in ()", 6],
    ["a in (x y)", 8],
    ["!a=b", 2],
    ["-a", 0],
    ["a/b/c", 0],
    ["/a", 0],
    ["a=b!", 3],
    [`${"k".repeat(64)}=v`, 0],
    [`k=${"v".repeat(64)}`, 2],
    ["a=ä", 2],
    ["a>1", 0],
  ])("%j is refused at position %j", (selector, position) => {
    let error: unknown;
    try {
      parseLabelSelector(selector);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(FairwayError);
    expect(error).toMatchObject({
      code: "INVALID_SELECTOR",
      message: expect.stringContaining(`position ${position},`),
    });
  });

  property("of any characters is parsed or refused by its code, and nothing else", 300, (random) => {
    const alphabet = "ab/!=,() in notin.-_\t\u0000€";
    const selector = Array.from({ length: random.int(30) }, () => alphabet[random.int(alphabet.length)]).join("");
    try {
      expect(typeof parseLabelSelector(selector).test({ a: "b" })).toBe("boolean");
    } catch (error) {
      if (!(error instanceof FairwayError)) throw error;
      expect(error.code).toBe("INVALID_SELECTOR");
    }
  });
});
