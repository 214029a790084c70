import { describe, expect, test } from "vitest";
import { readDocuments } from "../../../src/domains/resources/manifest-source.mapping.ts";

/** Content of the documents, or their faults as `path: message`. */
async function read(source: string): Promise<unknown[]> {
  const documents = await readDocuments(source);
  return documents.map((document) =>
    "faults" in document ? document.faults.map(({ path, message }) => `${path}: ${message}`) : document.content,
  );
}

describe("documents of a stream", () => {
  test.each<[string, string, unknown[]]>([
    ["one", "a: 1", [{ a: 1 }]],
    ["several", "a: 1\n---\nb: 2\n...\nc: 3\n", [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ["none", "", []],
    ["comments alone", "# a\n---\n# b\n", []],
    ["empty ones between", "---\n---\na: 1\n---\n# gone\n---\nb: 2\n---\n", [{ a: 1 }, { b: 2 }]],
    ["a null that was written", "null", [null]],
    ["JSON", '{\n\t"a": ["\\ud83d\\ude00", "\\/", 1e3, null, true]\n}', [{ a: ["😀", "/", 1000, null, true] }]],
    ["a byte order mark", "\ufeffa: 1", [{ a: 1 }]],
    ["a key named __proto__", '{"__proto__": {"a": 1}}', [JSON.parse('{"__proto__":{"a":1}}')]],
    ["aliases and merges", "a: &a {x: 1}\nb: {<<: *a, z: 2}\nc: *a", [{ a: { x: 1 }, b: { x: 1, z: 2 }, c: { x: 1 } }]],
  ])("%s", async (_what, source, contents) => {
    expect(await read(source)).toEqual(contents);
  });

  test("mean what they mean to kubectl", async () => {
    const source =
      "mode: 0644\nready: on\nport: 22:22\nday: 2026-01-31\nold: 1_000\nbits: 0b11\nversion: 1.10\nnone: ~";
    const meant = {
      mode: 420,
      ready: true,
      port: "22:22",
      day: "2026-01-31",
      old: 1000,
      bits: 3,
      version: 1.1,
      none: null,
    };
    expect(await read(source)).toEqual([meant]);
  });
});

describe("what cannot be read", () => {
  test.each<[string, string, unknown[]]>([
    ["a quote without an end", "a: 1\nb: 'canary", [": It cannot be read: MISSING_CHAR at line 2, column 11"]],
    ["a tab for an indent", "\ta: 1", [": It cannot be read: TAB_AS_INDENT at line 1, column 1"]],
    ["a map in a line", "a: b: c", [": It cannot be read: BLOCK_AS_IMPLICIT_KEY at line 1, column 4"]],
    ["what is no YAML", "@canary", [": It cannot be read: BAD_SCALAR_START at line 1, column 1"]],
    ["a tag that nobody knows", "a: !canary x", [": It cannot be read: TAG_RESOLVE_FAILED at line 1, column 4"]],
    ["binary data", "a: !!binary aGk=", [": It cannot be read: TAG_RESOLVE_FAILED at line 1, column 4"]],
    ["a set", "a: !!set {b, c}", [": It cannot be read: TAG_RESOLVE_FAILED at line 1, column 4"]],
    ["two JSON values without a separator", '{"a":1}\n{"b":2}', [expect.stringContaining("line 2, column 1")]],
    ["an alias of nothing", "a: *canary", [": It cannot be read: an alias has no anchor, or stands for too much"]],
    [
      "a key that is there twice",
      "a:\n  - b: 1\n    b: 2",
      ["a[0].b: The key is there twice, again at line 3, column 5"],
    ],
    ["keys that become equal", '1: a\n"1": b', ["1: The key is there twice, again at line 2, column 1"]],
    [
      "a key of a JSON object that is there twice",
      '{"a":1,"a":2}',
      ["a: The key is there twice, again at line 1, column 8"],
    ],
    ["a key that is a list", "? [a, b]\n: c", [": A key must be a text, in quotes if need be: at line 1, column 3"]],
    [
      "a key that is an alias",
      "a: &a x\n*a : y",
      [": A key must be a text, in quotes if need be: at line 2, column 1"],
    ],
    ["a key that is true", "grid:\n  y: 1", ["grid: A key must be a text, in quotes if need be: at line 2, column 3"]],
    ["a key that is nothing", "{: 1}", [": A key must be a text, in quotes if need be: at line 1, column 2"]],
    ["nesting beyond reason", "- ".repeat(110), [expect.stringContaining("nested deeper than 100 levels")]],
  ])("%s is told by its place, and nothing of it is quoted", async (_what, source, faults) => {
    const [told, ...others] = await read(source);
    expect(others).toEqual([]);
    expect(told).toEqual(faults);
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  test("is one document, and the others stand", async () => {
    expect(await read("a: 1\n---\nb: [\n---\nc: 3")).toEqual([{ a: 1 }, [expect.any(String)], { c: 3 }]);
  });
});

describe("what is meant to hurt", () => {
  const laughs = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (const [n, name] of [..."bcdefghi"].entries()) {
    laughs.push(`${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[n]}`).join()}]`);
  }

  test("aliases that multiply are refused", async () => {
    expect(await read(laughs.join("\n"))).toEqual([
      [": It cannot be read: an alias has no anchor, or stands for too much"],
    ]);
  });

  test("nesting that overflows the stack ends the reading there", async () => {
    expect(await read(`a: 1\n---\n${"- ".repeat(20_000)}`)).toEqual([
      { a: 1 },
      [expect.stringMatching(/^: It cannot be read/)],
    ]);
  });

  test.each<[string, string]>([
    ["too many documents", "---\na: 1\n".repeat(101)],
    ["too many aliases", `a: &a 1\nb: [${"*a,".repeat(101)}]`],
    ["too many keys", Array.from({ length: 40_000 }, (_, n) => `k${n}: 1`).join("\n")],
    ["too many list items", `[${"a,".repeat(100_000)}]`],
    ["nesting that nobody closes", "[".repeat(50_000)],
    ["too long a text", `a: "${"x".repeat(1024 * 1024)}"`],
  ])("%s are a LIMIT_EXCEEDED", async (_what, source) => {
    await expect(readDocuments(source)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", field: "input.manifests" });
  });

  test("many keys in one map are compared in linear time", async () => {
    const [document] = await readDocuments(Array.from({ length: 12_000 }, (_, n) => `k${n}: 1`).join("\n"));
    expect(document).toHaveProperty(["content", "k11999"], 1);
  });
});
