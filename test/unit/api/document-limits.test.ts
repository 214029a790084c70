import { createHash } from "node:crypto";
import { getIntrospectionQuery, type IntrospectionOptions } from "graphql";
import { describe, expect, test } from "vitest";
import { Admission, Refusal } from "../../../src/api/admission.ts";
import type { DocumentLimits } from "../../../src/api/index.ts";
import { defaults } from "../../../src/config/index.ts";
import { buildSchema } from "../../../src/domains/index.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { type Answered, answered, World } from "../../support/toy-world.ts";

async function codes(limits: Partial<DocumentLimits>, query: string, more: object = {}): Promise<string[]> {
  await using world = await World.start({ limits });
  return codesOf(answered(await world.engine.execute({ query, ...more }, world.from())));
}

function codesOf({ errors }: Answered): string[] {
  return errors?.map(({ extensions }) => extensions.code) ?? [];
}

describe("aliases", () => {
  const aliased = (count: number) => Array.from({ length: count }, (_, n) => `a${n}: hello`).join(" ");

  test("are as many as the limit says, and no more", async () => {
    expect(await codes({ documentAliases: 5 }, `{ ${aliased(5)} hello }`)).toEqual([]);
    expect(await codes({ documentAliases: 5 }, `{ ${aliased(6)} }`)).toEqual(["LIMIT_EXCEEDED"]);
    expect(await codes({ documentAliases: 0 }, "{ hello }")).toEqual([]);
  });

  test("count wherever they stand, and in a fragment each time that it is spread", async () => {
    const three = "fragment F on Query { a: hello b: hello c: hello }";
    expect(await codes({ documentAliases: 6 }, `{ ...F self { ...F } } ${three}`)).toEqual([]);
    expect(await codes({ documentAliases: 5 }, `{ ...F self { ...F } } ${three}`)).toEqual(["LIMIT_EXCEEDED"]);
    expect(await codes({ documentAliases: 1 }, "{ self { ... on Query { a: hello b: hello } } }")).toEqual([
      "LIMIT_EXCEEDED",
    ]);
    expect(await codes({ documentAliases: 1 }, "{ __schema { a: types { b: name } } }")).toEqual(["LIMIT_EXCEEDED"]);
  });

  test("are counted for the operation that is large, whichever is asked for", async () => {
    const query = `query A { hello } query B { ${aliased(6)} }`;
    expect(await codes({ documentAliases: 5 }, query, { operationName: "A" })).toEqual(["LIMIT_EXCEEDED"]);
  });
});

describe("root fields", () => {
  const fields = "hello echo self { hello }";

  test("are as many as the limit says, and no more, through fragments too", async () => {
    expect(await codes({ documentRootFields: 3 }, `{ ${fields} }`)).toEqual([]);
    expect(await codes({ documentRootFields: 3 }, `{ ${fields} promise: hello }`)).toEqual(["LIMIT_EXCEEDED"]);
    const fragment = "fragment F on Query { hello echo }";
    expect(await codes({ documentRootFields: 3 }, `{ ...F ... on Query { ...F } } ${fragment}`)).toEqual([
      "LIMIT_EXCEEDED",
    ]);
    expect(await codes({ documentRootFields: 1 }, `{ self { ${fields} } }`)).toEqual([]);
  });

  test("of a mutation are none that happen", async () => {
    await using world = await World.start({ limits: { documentRootFields: 1 } });
    const query = 'mutation { a: write(name: "a") b: write(name: "b") }';
    expect(codesOf(await world.query(query))).toEqual(["LIMIT_EXCEEDED"]);
    expect(world.effects).toEqual([]);
  });
});

describe("fragments that multiply", () => {
  // Each level doubles: without counting once for each fragment, this would not end.
  const bomb = (levels: number, spread: (name: string) => string) =>
    `{ ...F0 } ${Array.from({ length: levels }, (_, n) => `fragment F${n} on Query { ${spread(`F${n + 1}`)} }`).join(" ")}
    fragment F${levels} on Query { hello }`;

  test.each<[string, (name: string) => string]>([
    ["side by side", (name) => `...${name} ...${name}`],
    ["in fields", (name) => `self { ...${name} } ... on Query { self { ...${name} } }`],
    ["under aliases", (name) => `a: self { ...${name} } b: self { ...${name} }`],
  ])("are refused at once: %s", async (_where, spread) => {
    const limits = { documentTokens: 10_000, documentDepth: 1_000 };
    const refused = await codes(limits, bomb(150, spread));
    expect(new Set(refused)).toEqual(new Set(["LIMIT_EXCEEDED"]));
  });

  test("in a cycle are the error that they are", async () => {
    const query = "{ ...A } fragment A on Query { self { ...B ...B } } fragment B on Query { self { ...A } }";
    expect(await codes({}, query)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
  });
});

test("who meets a limit is told of that alone", async () => {
  expect(await codes({ documentAliases: 1 }, "{ a: hello b: hello nothing(of: this) }")).toEqual(["LIMIT_EXCEEDED"]);
});

describe("introspection", () => {
  const explorers: [string, Partial<IntrospectionOptions>][] = [
    ["the standard query", {}],
    [
      "with everything that an explorer asks for",
      { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, oneOf: true },
    ],
    ["with what a code generator asks for", { inputValueDeprecation: true, oneOf: true }],
  ];

  test.each(explorers)("passes the limits that there are by default: %s", async (_what, options) => {
    const admission = new Admission(buildSchema(), { ...defaults.limits, introspection: true });
    await admission.start();
    const query = getIntrospectionQuery(options);
    // Later explorers unwrap types further than the standard query does.
    const unwrapped = `fragment TypeRef on __Type ${"{ kind name ofType ".repeat(30)}{ kind }${" }".repeat(30)}`;
    for (const each of [query, query.replace(/fragment TypeRef on __Type [\s\S]*$/, unwrapped)]) {
      const admitted = await admission.admit({ query: each }, () => {});
      expect(admitted instanceof Refusal ? admitted.errors : []).toEqual([]);
    }
    await admission.stop();
  });

  const off = { introspection: false };
  const hash = (query: string) => createHash("sha256").update(query).digest("hex");

  test.each([
    ["__schema", "{ __schema { types { name } } }"],
    ["__type", '{ __type(name: "Query") { name } }'],
    ["under an alias", "{ hello: __schema { types { name } } }"],
    ["in a fragment", "{ self { ...F } } fragment F on Query { __schema { types { name } } }"],
    ["in an inline fragment", '{ ... { ... on Query { __type(name: "Toy") { name } } } }'],
    ["beside a mutation's field", 'mutation { write(name: "x") __schema { types { name } } }'],
    ["in another operation of the document", "query A { hello } query B { __schema { types { name } } }"],
  ])("is refused where it is off: %s", async (_where, query) => {
    await using world = await World.start({ limits: off });
    const answer = answered(await world.engine.execute({ query, operationName: "" }, world.from()));
    expect(codesOf(answer)).toEqual(["FORBIDDEN"]);
    expect([answer.reply.executed, answer.reply.status, answer.reply.code]).toEqual([false, 403, "FORBIDDEN"]);
    expect(world.effects).toEqual([]);
  });

  test("is refused in subscriptions, and by the hash of what was refused before", async () => {
    await using world = await World.start({ limits: off });
    for (const query of [
      "subscription { __schema { types { name } } }",
      "subscription { ...F } fragment F on Subscription { toyEvents { phase } ... on Subscription { __schema { types { name } } } }",
    ]) {
      const reply = await world.engine.subscribe({ query }, world.from(), new RecordingSink());
      expect(codesOf(answered(reply as never))).toEqual(["FORBIDDEN"]);
    }
    const query = "{ __schema { types { name } } }";
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash(query) } };
    const first = answered(await world.engine.execute({ query, extensions }, world.from()));
    const again = answered(await world.engine.execute({ extensions }, world.from()));
    expect([codesOf(first), codesOf(again)]).toEqual([["FORBIDDEN"], ["PERSISTED_QUERY_NOT_FOUND"]]);
  });

  test("leaves __typename, and gives no names away in errors, where it is off", async () => {
    await using world = await World.start({ limits: off });
    expect((await world.query("{ __typename self { __typename } }")).data).toEqual({
      __typename: "Query",
      self: { __typename: "Query" },
    });
    const { errors } = await world.query("{ hallo }");
    expect(errors?.[0]?.message).not.toMatch(/hello|mean/i);
    await using open = await World.start();
    expect((await open.query("{ hallo }")).errors?.[0]?.message).toMatch(/hello/);
  });
});
