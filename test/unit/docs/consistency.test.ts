import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/consistency.md"), "utf8");
const promised = page.slice(0, page.indexOf("\n## Not promised"));

/** `- `file`: name of a test`, at the end of a promise. */
const references = [...page.matchAll(/^- `(test\/[\w./-]+\.test\.ts)`: (.+)$/gm)].map(([, file = "", name = ""]) => {
  return [file, name] as const;
});

test.each(references)("docs/consistency.md: %s has the test: %s", (file, name) => {
  expect(readFileSync(join(root, file), "utf8").replaceAll("\\`", "`")).toContain(name);
});

describe("each promise names a test", () => {
  // A promise begins with words in bold, and goes on to the next one.
  const promises = promised.split(/^(?=\*\*[A-Z`])/m).slice(1);

  test.each(promises.map((promise) => [promise.slice(2, promise.indexOf("**", 2)), promise]))(
    "%s",
    (_name, promise) => {
      expect(promise).toMatch(/^- `test\//m);
    },
  );

  test("and there are promises", () => {
    expect(promises.length).toBeGreaterThan(10);
  });
});
