import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/recipes.md"), "utf8");
const named = [...page.matchAll(/`((?:src|test|schema|docs)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
// The recipe for an integration says itself that there is none yet.
const paths = [...new Set(named)].filter((path) => !path.includes("integrations/"));

test.each(paths)("docs/recipes.md names %s, which exists", (path) => {
  expect(existsSync(join(root, path))).toBe(true);
});

test("there are paths", () => {
  expect(paths.length).toBeGreaterThan(15);
});
