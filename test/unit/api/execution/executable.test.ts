import { buildSchema, type GraphQLObjectType, type OperationDefinitionNode, parse, validate } from "graphql";
import { describe, expect, test, vi } from "vitest";
import { Executable } from "../../../../src/api/execution/executable.ts";
import { formatErrors } from "../../../../src/api/response.ts";

const schema = buildSchema(`
  input Choice @oneOf { a: String, b: Int }
  enum Color { RED GREEN }
  interface Thing { name: String! }
  type Stone implements Thing { name: String! weight: Int }
  type Plant implements Thing { name: String! color: Color }
  type Box { label: String! things: [Thing!] inner: Box must: Box! }
  type Query { box: Box echo(choice: Choice, count: Int = 1, tags: [String!]): String must: Box! late: String lists: [[Int!]] }
  type Mutation { first: String second: String }
`);

type Resolvers = Record<string, (source: unknown, args: Record<string, unknown>) => unknown>;

function compile(query: string, root = "Query", resolvers: Resolvers = {}): Executable {
  const fields = (schema.getType(root) as GraphQLObjectType).getFields();
  for (const [name, field] of Object.entries(fields)) {
    if (resolvers[name]) field.resolve = resolvers[name];
    else delete field.resolve;
  }
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return new Executable(schema, document, document.definitions[0] as OperationDefinitionNode);
}

function run(executable: Executable, root: object = {}, variables: Record<string, unknown> = {}): string {
  const { data, errors } = executable.run({ variables, context: {}, root });
  const shown =
    errors && formatErrors(errors, "r", () => {}).map(({ message, path }) => `${message} @ ${path?.join(".")}`);
  return JSON.stringify({ ...(shown && { shown }), data });
}

describe("a null where there must be none", () => {
  test("makes null of the nearest parent that may be, and of nothing else", () => {
    const query = compile("{ box { label inner { label must { label } } } }");
    const box = { label: "a", inner: { label: "b", must: { label: null } } };
    expect(JSON.parse(run(query, { box }))).toEqual({
      shown: ["Internal error @ box.inner.must.label"],
      data: { box: { label: "a", inner: null } },
    });
  });

  test("in a list is the list's, with the place of the item", () => {
    const query = compile("{ lists box { label } }");
    const root = { lists: [[1, 2], [3, null], [4]], box: { label: "a" } };
    const { errors, data } = query.run({ variables: {}, context: {}, root });
    expect(errors?.map(({ path }) => path)).toEqual([["lists", 1, 1]]);
    expect(data).toEqual({ lists: [[1, 2], null, [4]], box: { label: "a" } });
  });

  test("makes null of everything where no parent may be", () => {
    const { data, errors } = compile("{ must { label } }").run({ variables: {}, context: {}, root: { must: {} } });
    expect(data).toBeNull();
    expect(errors?.map(({ path, locations }) => ({ path, locations }))).toEqual([
      { path: ["must", "label"], locations: [{ line: 1, column: 10 }] },
    ]);
  });
});

describe("arguments", () => {
  const echo: Resolvers = { echo: (_, args) => JSON.stringify(args) };
  const echoed = (executable: Executable, variables: Record<string, unknown>) =>
    JSON.parse(JSON.parse(run(executable, {}, variables)).data.echo);

  test("are each execution's own", () => {
    const query = compile("query ($c: Int, $t: [String!]) { echo(count: $c, tags: $t) }", "Query", echo);
    expect(echoed(query, { c: 5, t: ["a"] })).toEqual({ count: 5, tags: ["a"] });
    expect(echoed(query, { c: 6, t: "b" })).toEqual({ count: 6, tags: ["b"] });
    expect(echoed(query, {})).toEqual({ count: 1 });
  });

  test("that no variable is in are the same for all, so nobody may change them", () => {
    const resolvers: Resolvers = { echo: (_, { tags }) => (tags as string[]).push("more") };
    const query = compile('{ echo(tags: ["a"]) }', "Query", resolvers);
    expect(run(query)).toContain("Internal error");
    expect(run(query)).toContain("Internal error");
  });

  test("of which exactly one has to be given are checked in variables and in literals", () => {
    const ofVariable = compile("query ($c: Choice) { echo(choice: $c) }", "Query", echo);
    expect(echoed(ofVariable, { c: { b: 1 } })).toEqual({ choice: { b: 1 }, count: 1 });
    for (const c of [{ a: "x", b: 1 }, {}, { a: null }]) {
      const { data, errors } = ofVariable.run({ variables: { c }, context: {} });
      expect(data).toBeUndefined();
      expect(errors?.[0]?.message).toMatch(/^Variable "\$c" got invalid value/);
      expect(formatErrors(errors ?? [], "r", () => {})[0]?.extensions?.code).toBe("BAD_USER_INPUT");
    }
    const inside = parse("query ($a: String!) { echo(choice: { a: $a, b: 1 }) }");
    expect(validate(schema, inside)).toHaveLength(1);
  });
});

describe("an operation", () => {
  test("is compiled for each combination of its conditions, with its fields in their order", () => {
    const query = compile(
      "query ($x: Boolean!) { ...F @include(if: $x) lists box { label } } fragment F on Query { box { inner { label } } }",
    );
    const root = { lists: [], box: { label: "a", inner: null } };
    for (let round = 0; round < 2; round += 1) {
      expect(run(query, root, { x: true })).toBe('{"data":{"box":{"inner":null,"label":"a"},"lists":[]}}');
      expect(run(query, root, { x: false })).toBe('{"data":{"lists":[],"box":{"label":"a"}}}');
    }
  });

  test("with a condition that is null fails where the condition stands", () => {
    const query = compile("query ($x: Boolean = true) { box { label @skip(if: $x) } }");
    expect(run(query, { box: { label: "a" } }, { x: null })).toContain('must not be null. @ box"');
  });

  test("names its fields as it likes", () => {
    const query = compile("{ __proto__: box { constructor: label } }");
    expect(run(query, { box: { label: "a" } })).toBe('{"data":{"__proto__":{"constructor":"a"}}}');
  });

  test("of which a resolver returns a promise fails as a whole, whatever becomes of the promise", async () => {
    const late = vi.fn(() => Promise.reject(new Error("later")));
    const query = compile("{ late }", "Query", { late });
    expect(() => run(query)).toThrow("A resolver returned a promise");
    await new Promise((resolve) => setImmediate(resolve));
    expect(late).toHaveBeenCalledTimes(1);
  });

  test("that changes things does so in the order of its fields, past those that fail", () => {
    const done: string[] = [];
    const first = () => {
      done.push("first");
      throw new Error("no");
    };
    const second = () => done.push("second");
    const mutation = compile("mutation { b: second a: first c: second }", "Mutation", { first, second });
    const { data } = mutation.run({ variables: {}, context: {} });
    expect(done).toEqual(["second", "first", "second"]);
    expect(data).toEqual({ b: "1", a: null, c: "3" });
  });

  test("may ask for the schema, and for types among data", () => {
    const query = compile(
      '{ __typename __type(name: "Stone") { fields { name } interfaces { name } } __schema { queryType { name } } }',
    );
    expect(JSON.parse(run(query))).toEqual({
      data: {
        __typename: "Query",
        __type: { fields: [{ name: "name" }, { name: "weight" }], interfaces: [{ name: "Thing" }] },
        __schema: { queryType: { name: "Query" } },
      },
    });
  });

  test("selects of an interface what each type has", () => {
    const query = compile("{ box { things { __typename name ... on Stone { weight } ... on Plant { color } } } }");
    const things = new Set([
      { __typename: "Stone", name: "s", weight: 3 },
      { __typename: "Plant", name: "p", color: "RED" },
    ]);
    expect(JSON.parse(run(query, { box: { things } })).data.box.things).toEqual([...things]);
    const { data, errors } = query.run({
      variables: {},
      context: {},
      root: { box: { things: [{ __typename: "Box" }] } },
    });
    expect(data).toEqual({ box: { things: null } });
    expect(errors?.map(({ path }) => path)).toEqual([["box", "things", 0]]);
  });
});
