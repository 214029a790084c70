import { readFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { judge, promiseOf } from "../../../schema/promise/judge.ts";
import { buildSchema } from "../../../src/domains/index.ts";

const today = "2027-03-01";
const query = (fields: string, rest = "") => `type Query { ping: Int ${fields} } ${rest}`;
const judged = (before: string, after: string) => judge(before, after, today);

test("the schema of the code keeps what is promised", async () => {
  const promised = readFileSync(new URL("../../../schema/promised.graphql", import.meta.url), "utf8");
  const schema = printSchema(lexicographicSortSchema(buildSchema()));
  const { broken } = await judge(promised, schema, new Date().toISOString().slice(0, 10));
  expect(broken).toEqual([]);
});

describe("what breaks clients is refused", () => {
  test.each([
    ["a field that goes", query("a: Int"), query(""), "Query.a"],
    ["a field that may be null from now on", query("a: Int!"), query("a: Int"), "Query.a"],
    ["a field of another type", query("a: Int"), query("a: String"), "Query.a"],
    ["an argument that goes", query("a(x: Int): Int"), query("a: Int"), "Query.a"],
    ["an argument that must be given from now on", query("a: Int"), query("a(x: Int!): Int"), "Query.a"],
    ["another default", query("a(x: Int = 1): Int"), query("a(x: Int = 2): Int"), "Query.a.x"],
    ["a default that goes", query("a(x: Int = 1): Int"), query("a(x: Int): Int"), "Query.a.x"],
    [
      "another default of an input field",
      query("a(by: By): Int", "input By { x: Int = 1 }"),
      query("a(by: By): Int", "input By { x: Int = 2 }"),
      "By.x",
    ],
    [
      "an input field that must be given from now on",
      query("a(by: By): Int", "input By { x: Int }"),
      query("a(by: By): Int", "input By { x: Int y: Int! }"),
      "By.y",
    ],
    [
      "an input of which one field is wanted from now on",
      query("a(by: By): Int", "input By { x: Int }"),
      query("a(by: By): Int", "input By @oneOf { x: Int }"),
      "By",
    ],
    ["an enum value that goes", query("e: E", "enum E { A B }"), query("e: E", "enum E { A }"), "E.B"],
    [
      "a member of a union that goes",
      query("u: U b: B", "union U = A | B type A { x: Int } type B { x: Int }"),
      query("u: U b: B", "union U = A type A { x: Int } type B { x: Int }"),
      "U",
    ],
    [
      "an interface that goes",
      query("a: A i: I", "interface I { x: Int } type A implements I { x: Int }"),
      query("a: A i: I", "interface I { x: Int } type A { x: Int }"),
      "A",
    ],
    [
      "a type behind its interface that goes",
      query("i: I", "interface I { x: Int } type A implements I { x: Int } type B implements I { x: Int }"),
      query("i: I", "interface I { x: Int } type A implements I { x: Int }"),
      "B",
    ],
    ["a directive that goes", query("", "directive @live on QUERY"), query(""), "@live"],
  ])("%s", async (_what, before, after, path) => {
    const { broken } = await judged(before, after);
    expect(broken).toEqual([expect.stringMatching(new RegExp(`^${path}(\\W|$)`))]);
  });
});

describe("what breaks nobody passes", () => {
  test.each([
    ["a new field", query(""), query("a: A", "type A { x: Int }")],
    ["a field that is never null from now on", query("a: Int"), query("a: Int!")],
    ["an argument that need not be given any more", query("a(x: Int!): Int"), query("a(x: Int): Int")],
    ["another description", query("a: Int"), query('"of today" a: Int')],
    ["another order", query("a: Int b: Int"), query("b: Int a: Int")],
  ])("%s", async (_what, before, after) => {
    expect(await judged(before, after)).toEqual({ broken: [], told: [] });
  });

  test.each([
    ["a new enum value", query("e: E", "enum E { A }"), query("e: E", "enum E { A B }")],
    [
      "a new member of a union",
      query("u: U b: B", "union U = A type A { x: Int } type B { x: Int }"),
      query("u: U b: B", "union U = A | B type A { x: Int } type B { x: Int }"),
    ],
    ["a new argument", query("a: Int"), query("a(x: Int): Int")],
    ["a default where there was none", query("a(x: Int): Int"), query("a(x: Int = 1): Int")],
  ])("%s, and is told", async (_what, before, after) => {
    const { broken, told } = await judged(before, after);
    expect(broken).toEqual([]);
    expect(told).toHaveLength(1);
  });
});

const until = (day: string) => `@deprecated(reason: "Use \`ping\`. Removed after ${day}.")`;

describe("a deprecation", () => {
  const over = until("2027-02-28");
  const lastDay = until("2027-03-01");

  test.each([
    ["a field", query(`a: Int ${over}`), query("")],
    ["a field, for one of another type", query(`a: Int ${over}`), query("a: String")],
    ["an argument", query(`a(x: Int ${over}): Int`), query("a: Int")],
    ["an enum value", query("e: E", `enum E { A B ${over} }`), query("e: E", "enum E { A }")],
    [
      "an input field",
      query("a(by: By): Int", `input By { x: Int y: Int ${over} }`),
      query("a(by: By): Int", "input By { x: Int }"),
    ],
    [
      "what its field alone leads to",
      query(`a(by: By): A ${over}`, "input By { x: Int } type A { b: [B!] c: C } type B { a: A } enum C { X }"),
      query(""),
    ],
    [
      "a type that its field leads to, though it has an interface",
      query(
        `a: A ${over} i: I`,
        "interface I { x: Int } type A implements I { x: Int } type B implements I { x: Int }",
      ),
      query("i: I", "interface I { x: Int } type B implements I { x: Int }"),
    ],
  ])("whose last day is past lets go of %s", async (_what, before, after) => {
    expect((await judged(before, after)).broken).toEqual([]);
  });

  test("counts until its last day is past", async () => {
    expect((await judge(query(`a: Int ${lastDay}`), query(""), "2027-02-28")).broken).toHaveLength(1);
    expect((await judged(query(`a: Int ${lastDay}`), query(""))).broken).toHaveLength(1);
    expect((await judge(query(`a: Int ${lastDay}`), query(""), "2027-03-02")).broken).toEqual([]);
  });

  test("does not let go of a type that is reached otherwise", async () => {
    const { broken } = await judged(query(`a: A ${over} b: A`, "type A { x: Int }"), query("b: Int"));
    expect(broken).toEqual([expect.stringMatching(/^A: /), expect.stringMatching(/^Query\.b: /)]);
  });

  test("that was not promised excuses nothing, however old it says it is", async () => {
    expect((await judged(query("a: Int"), query(""))).broken).toHaveLength(1);
    expect((await judged(query("a: Int"), query(`a: String ${over}`))).broken).toHaveLength(2);
  });

  test("that is over may stay in the schema", async () => {
    const schema = query(`a: Int ${over}`, `enum E { A B ${over} }`);
    expect(await judged(schema, schema)).toEqual({ broken: [], told: [] });
  });

  test("is announced 90 days ahead", async () => {
    expect((await judged(query("a: Int"), query(`a: Int ${until("2027-05-29")}`))).broken).toEqual([
      expect.stringContaining("Query.a: its deprecation may not end on 2027-05-29, before 2027-05-30"),
    ]);
    expect((await judged(query("a: Int"), query(`a: Int ${until("2027-05-30")}`))).broken).toEqual([]);
  });

  test("is not moved forward, and may be put off or taken back", async () => {
    const before = query(`a: Int ${until("2027-08-01")}`);
    expect((await judged(before, query(`a: Int ${until("2027-07-01")}`))).broken).toEqual([
      expect.stringContaining("2027-08-01 was promised"),
    ]);
    expect((await judged(before, query(`a: Int ${until("2027-09-01")}`))).broken).toEqual([]);
    expect((await judged(before, query("a: Int"))).broken).toEqual([]);
  });

  test.each([
    "",
    "Use `ping`.",
    "Removed after 2027-13-01.",
    "Removed after 2027-02-30.",
    "Removed after next summer.",
    "Removed after 2027-08-01, or so.",
  ])("says when it ends: not %j", async (reason) => {
    const deprecated = (type: string) => query(`a${type} @deprecated(reason: ${JSON.stringify(reason)})`);
    for (const type of [": Int", "(x: Int): Int"]) {
      expect((await judged(query(`a${type}`), deprecated(type))).broken).toEqual([
        expect.stringContaining('has to end with "Removed after YYYY-MM-DD."'),
      ]);
    }
    // Without a date it is never over.
    expect((await judge(deprecated(": Int"), query(""), "2099-01-01")).broken).toEqual([
      expect.stringMatching(/^Query\.a: /),
    ]);
  });
});

test("what is no schema is no promise", async () => {
  await expect(judged("type Query {", query(""))).rejects.toThrow("Syntax Error");
  await expect(judged(query(""), query("a: Missing"))).rejects.toThrow("Missing");
});

test("a promise is the schema without its descriptions", () => {
  const described = query('"what it is" a("how" x: Int = 1): E', '"kinds" enum E { "first" A @deprecated }');
  expect(promiseOf(described)).toBe(promiseOf(query("a(x: Int = 1): E", "enum E { A @deprecated }")));
  expect(promiseOf(described)).not.toBe(promiseOf(query("a(x: Int = 1): E", "enum E { A }")));
});
