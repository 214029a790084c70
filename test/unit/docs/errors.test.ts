import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorsPage, remedies, tables } from "../../../docs/print-errors.ts";
import { codes } from "../../../src/errors/index.ts";

const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");

test("docs/errors.md is what the tables say; else run `npm run docs:errors`", () => {
  expect(page).toBe(errorsPage(tables()));
});

test("there is something to do about each code, and about no other", () => {
  expect(Object.keys(remedies)).toEqual(Object.keys(codes));
});

test.each(Object.entries(codes))("%s has its row", (code, { status, retryable }) => {
  expect(page).toContain(`| \`${code}\` | ${status} | ${retryable ? "yes" : "no"} |`);
});

test.each([
  ["an error", { codes: { NEW: { status: 400, retryable: false, meaning: "Something new." } } }, "NEW"],
  ["a close", { closes: { novel: { code: 4999, reason: "Something new" } } }, "novel"],
  ["an exit", { exits: { CONFIG_INVALID: 99 } }, "99"],
])("%s that nobody has described is found", (_what, more, name) => {
  expect(() => errorsPage({ ...tables(), ...more })).toThrow(name);
});
