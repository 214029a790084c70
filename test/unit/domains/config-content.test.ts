import { describe, expect, test } from "vitest";
import { changesOf, numbered, patchOf, revisionOf } from "../../../src/domains/configs/content.mapping.ts";
import { changedContent, contentOf, entryFaults } from "../../../src/domains/configs/entries.mapping.ts";
import { metadata } from "./manifests.ts";

const before = { data: { a: "1", b: "2" }, binaryData: { c: "AA==" } };
const after = { data: { a: "1", b: "3", d: "4" }, binaryData: {} };

test("changes are told key by key, and bytes are not shown", () => {
  expect(changesOf(before, after)).toEqual([
    { key: "b", kind: "CHANGED", before: "2", after: "3", binary: false },
    { key: "c", kind: "REMOVED", before: null, after: null, binary: true },
    { key: "d", kind: "ADDED", before: null, after: "4", binary: false },
  ]);
  expect(changesOf(before, before)).toEqual([]);
  expect(changesOf({ data: { a: "AA==" } }, { binaryData: { a: "AA==" } })).toMatchObject([
    { key: "a", kind: "CHANGED" },
  ]);
});

test("the patch has what differs alone, and takes away what is gone", () => {
  expect(patchOf(before, after)).toEqual({ data: { b: "3", d: "4" }, binaryData: { c: null } });
  expect(patchOf({ data: { a: "1" } }, { data: { a: "2" } })).toEqual({ data: { a: "2" } });
  expect(patchOf({}, {})).toEqual({});
});

test("a key that changes its kind leaves the other one", () => {
  expect(changedContent(before, [{ key: "a", base64: "AQ==" }], ["c"])).toEqual({
    data: { b: "2" },
    binaryData: { a: "AQ==" },
  });
});

test.each([
  ["no number", undefined, 1],
  ["a number", "7", 7],
  ["rubbish", "x", 1],
  ["a negative number", "-3", 1],
  ["a number without end", "1e999", 1],
])("%s of a revision counts as %s → %s", (_what, annotation, revision) => {
  const annotations = annotation === undefined ? {} : { "fairway.dev/config-revision": annotation };
  expect(revisionOf({ apiVersion: "v1", kind: "ConfigMap", metadata: metadata("x", { annotations }) })).toBe(revision);
  expect(numbered(8)).toEqual({ annotations: { "fairway.dev/config-revision": "8" } });
});

describe("entries", () => {
  const faults = (...entries: Parameters<typeof entryFaults>[0]) =>
    entryFaults(entries, "input.entries").map(({ field, message }) => `${field}: ${message}`);

  test("that are right make a content", () => {
    const entries = [
      { key: "a.yaml", value: "" },
      { key: "b", base64: "AA==" },
    ];
    expect(faults(...entries)).toEqual([]);
    expect(contentOf(entries)).toEqual({ data: { "a.yaml": "" }, binaryData: { b: "AA==" } });
  });

  test.each([
    ["no key", { key: "", value: "x" }, ".key"],
    ["a path", { key: "a/b", value: "x" }, ".key"],
    ["a dot", { key: ".", value: "x" }, ".key"],
    ["two dots", { key: "..", value: "x" }, ".key"],
    ["a key that is too long", { key: "k".repeat(254), value: "x" }, ".key"],
    ["nothing", { key: "a" }, ""],
    ["both", { key: "a", value: "x", base64: "AA==" }, ""],
    ["no base64", { key: "a", base64: "A" }, ".base64"],
    ["base64 of another alphabet", { key: "a", base64: "-_==" }, ".base64"],
  ])("with %s are refused, and their values are not repeated", (_what, entry, path) => {
    const [fault = ""] = faults(entry);
    expect(fault).toMatch(new RegExp(`^input\\.entries\\[0\\]${path.replace(".", "\\.")}: `));
    expect(fault).not.toContain("k".repeat(254));
  });

  test("with one key twice are refused", () => {
    expect(faults({ key: "a", value: "1" }, { key: "a", value: "2" })).toEqual([
      'input.entries[1].key: "a" is given twice',
    ]);
  });
});
