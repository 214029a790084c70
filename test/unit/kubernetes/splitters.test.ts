import { describe, expect, test } from "vitest";
import { Garbled } from "../../../src/kubernetes/garbled.ts";
import { LineSplitter } from "../../../src/kubernetes/line-splitter.ts";
import { ListSplitter } from "../../../src/kubernetes/list-splitter.ts";

/** The text in pieces of so many bytes. */
function* pieces(text: string, size: number): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

const sizes = [1, 2, 3, 7, 64, 100_000];

describe("splitting lines", () => {
  test.each(sizes)("gives each line whole, from chunks of %d bytes", (size) => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    for (const piece of pieces("first\n\nsécond 💧\r\nthird\nunfinished", size)) splitter.push(piece);
    expect(lines).toEqual(["first", "sécond 💧\r", "third"]);
  });

  test("gives up on a line that never ends", () => {
    const splitter = new LineSplitter(() => {});
    const chunk = Buffer.alloc(8 * 1024 * 1024, 0x61);
    expect(() => {
      for (let i = 0; i < 20; i++) splitter.push(chunk);
    }).toThrow(Garbled);
  });
});

describe("splitting a list", () => {
  const items = [
    { metadata: { name: "a" }, text: 'brackets ]}[{ and "quotes" and \\ backslashes \\" 💧', list: [[1], [{}]] },
    { items: [{ items: [] }], empty: {} },
    {},
    { metadata: { name: "ü" } },
  ];
  const list = { kind: "PodList", apiVersion: "v1", metadata: { resourceVersion: "7", continue: "next" }, items };
  const late = { items, metadata: { resourceVersion: "7", continue: "next" }, kind: "PodList" };
  const decoy = { before: ["items"], x: { items: [1] }, ...list };
  const forms: [string, string][] = [
    ["compact", JSON.stringify(list)],
    ["indented", `${JSON.stringify(list, null, 2)}\n`],
    ["with metadata last", JSON.stringify(late)],
    ["with decoys", JSON.stringify(decoy)],
    ["with spaces", JSON.stringify(list).replace('"items":[', '"items" : \n [ ')],
  ];

  for (const [form, text] of forms) {
    test.each(sizes)(`gives each item whole when it is ${form}, from chunks of %d bytes`, (size) => {
      const seen: unknown[] = [];
      const splitter = new ListSplitter((item) => seen.push(JSON.parse(item)));
      for (const piece of pieces(text, size)) splitter.push(piece);
      expect(splitter.end()).toEqual(list.metadata);
      expect(seen).toEqual(items);
    });
  }

  test("knows the metadata before the first item has come", () => {
    const splitter = new ListSplitter(() => {});
    const text = JSON.stringify(list);
    splitter.push(Buffer.from(text.slice(0, text.indexOf('"items":[') + 9)));
    expect(splitter.meta).toEqual(list.metadata);
  });

  test.each([
    ["no items", '{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[]}'],
    [
      "null for its items, as Go writes an empty list",
      '{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":null}',
    ],
    ["no field for its items", '{"kind":"PodList","metadata":{"resourceVersion":"1"}}'],
  ])("takes a list with %s for empty", (_, text) => {
    const splitter = new ListSplitter(() => expect.unreachable());
    splitter.push(Buffer.from(text));
    expect(splitter.end()).toEqual({ resourceVersion: "1" });
  });

  test.each([
    ["that ends early", JSON.stringify(list).slice(0, -1)],
    ["that ends within an item", JSON.stringify(list).slice(0, 150)],
    ["that is empty", ""],
    ["that is HTML", "<html></html>"],
    ["that is no object", "[1,2]"],
    ["without metadata", '{"items":[]}'],
    ["with two ends", '{"metadata":{},"items":[]}}'],
  ])("refuses a list %s", (_, text) => {
    const splitter = new ListSplitter(() => {});
    expect(() => {
      splitter.push(Buffer.from(text));
      splitter.end();
    }).toThrow(Garbled);
  });
});
