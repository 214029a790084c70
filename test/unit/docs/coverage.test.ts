import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { rows } from "../../../docs/coverage-rows.ts";
import { coveragePage, shownByTests, shownIn } from "../../../docs/print-coverage.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

test("docs/coverage.md is what the tests say; else run `npm run docs:coverage`", () => {
  expect(readFileSync(`${root}/docs/coverage.md`, "utf8")).toBe(coveragePage(rows, shownByTests(root)));
});

const callTo = (args: string) => `test("x", () => {});\n${"covers"}(${args});\n`;

test("a call says row, what and real part, on one line or several", () => {
  const expected = [{ row: "DE-1", what: "rollout status", file: "a.test.ts", realPart: "kube-apiserver" }];
  expect(shownIn("a.test.ts", callTo('"DE-1", "rollout status", "kube-apiserver"'))).toEqual(expected);
  expect(shownIn("a.test.ts", callTo('\n  "DE-1",\n  "rollout status",\n  "kube-apiserver",\n'))).toEqual(expected);
});

test.each([
  ["a text that is put together", '"DE-1", what, "kube-apiserver"', "written out"],
  ["an argument too few", '"DE-1", "rollout status"', "written out"],
  ["a row that nobody asks for", '"DE-99", "rollout status", "kube-apiserver"', "no row DE-99"],
])("%s is an error", (_what, args, message) => {
  expect(() => shownIn("a.test.ts", callTo(args))).toThrow(message);
});

test("a row without a test and without a reason is an error", () => {
  const table = { "DE-1": { what: "Workloads" } };
  expect(() => coveragePage(table, [])).toThrow("DE-1 is neither shown nor explained");
  expect(coveragePage({ "DE-1": { what: "Workloads", missing: ["no part"] } }, [])).toContain("*not shown:* no part");
});
