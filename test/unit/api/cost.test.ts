import { readdirSync, readFileSync } from "node:fs";
import { getIntrospectionQuery, getOperationAST, type OperationDefinitionNode, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { points } from "../../../src/api/cost/points.ts";
import { priceOf, type Rows } from "../../../src/api/cost/price.ts";
import { shapeOf } from "../../../src/api/cost/shape.ts";
import { defaults } from "../../../src/config/index.ts";
import { buildSchema } from "../../../src/domains/index.ts";

const schema = buildSchema();

const sizes: Readonly<Record<string, number>> = {
  pods: 10_000,
  events: 20_000,
  namespaces: 100,
  "apps/deployments": 3_000,
  "apps/replicasets": 6_000,
};

/** Three clusters with as many objects as `sizes` says, in each case of all of them together. */
const rows: Rows = {
  clusters: 3,
  count: (resource, { kind }) => sizes[resource === "*" ? String(kind) : resource] ?? 1_000,
};

function price(query: string, variables: Record<string, unknown> = {}, over: Rows = rows, resumes = false): number {
  const document = parse(query);
  const shape = shapeOf(schema, document, getOperationAST(document) as OperationDefinitionNode);
  return priceOf(shape, variables, over, resumes);
}

/** What is paid beside the operation's own price, rounded as that is. */
const cost = (sum: number) => Math.ceil(points.operation + sum);

describe("a list costs", () => {
  test("what it looks at, and what it makes", () => {
    expect(price("{ pods(first: 3) { nodes { name phase } } }")).toBe(cost(1_000 + 0.2 + 3 * 1.2));
    expect(price("{ pods(first: 0) { totalCount } }")).toBe(cost(1_000 + 0.2));
    expect(price("{ namespaces(first: 500) { nodes { name } } }")).toBe(cost(10 + 0.2 + 100 * 1.1));
  });

  test("a page of fifty where it says nothing else", () => {
    expect(price("{ pods { nodes { name } } }")).toBe(price("{ pods(first: 50) { nodes { name } } }"));
  });

  test("by edges what it costs by nodes, and twice as much by both", () => {
    const [nodes, edges, both] = ["nodes { name }", "edges { node { name } }", "nodes { name } edges { node { name } }"]
      .map((selection) => `{ pods(first: 100) { ${selection} } }`)
      .map((query) => price(query) - 1_000);
    expect(edges as number).toBeGreaterThan(nodes as number);
    expect(both as number).toBeGreaterThan(1.9 * (nodes as number));
  });

  test("as often as it is asked for, by any name", () => {
    const once = price("{ pods(first: 500) { nodes { name } } }") - points.operation;
    const aliased = Array.from({ length: 40 }, (_, n) => `a${n}: pods(first: 500) { nodes { name } }`);
    const total = price(`{ ${aliased.join(" ")} }`) - points.operation;
    expect(total).toBeGreaterThan(39.9 * once);
    expect(total).toBeLessThanOrEqual(40 * once);
    const spread = `{ a: clusters(first: 1) { ...F } ...G } fragment F on ClusterConnection { totalCount }
      fragment G on Query { ...H ...H } fragment H on Query { pods(first: 500) { nodes { name } } }`;
    expect(price(spread)).toBeGreaterThan(2 * once);
  });

  test("for any kind what its own kind costs", () => {
    const own = price("{ pods(first: 100) { nodes { name } } }");
    expect(price('{ resources(kind: "pods", first: 100) { nodes { name } } }')).toBe(own);
    expect(
      price("query ($k: String!) { resources(kind: $k, first: 100) { nodes { name } } }", { k: "namespaces" }),
    ).toBeLessThan(own);
  });
});

describe("variables", () => {
  const query = "query ($n: Int = 7) { pods(first: $n) { nodes { name } } }";
  const of = (first: number) => price(`{ pods(first: ${first}) { nodes { name } } }`);

  test("count as what they are, and their defaults as what they would be", () => {
    expect(price(query, { n: 400 })).toBe(of(400));
    expect(price(query)).toBe(of(7));
    expect(price("query ($n: Int) { pods(first: $n) { nodes { name } } }")).toBe(of(50));
  });

  test.each([
    ["negative", -5, 0],
    ["too large", 1e12, 500],
    ["infinite", Number.POSITIVE_INFINITY, 500],
    ["a text", "400", 500],
    ["a list", [400], 500],
    ["null", null, 500],
  ])("that are garbage make no price that is none: %s", (_what, n, first) => {
    expect(price(query, { n })).toBe(of(first));
  });

  test("say which clusters and namespaces are looked at", () => {
    const asked: unknown[] = [];
    const noting: Rows = { clusters: 3, count: (_resource, narrowed) => asked.push(narrowed) };
    price(
      'query ($f: PodFilter, $c: [String!]) { pods(filter: $f) { totalCount } a: pods(filter: { clusters: $c, namespaces: ["x"] }) { totalCount } }',
      { f: { namespaces: ["a", "b"] }, c: ["alpha"] },
      noting,
    );
    expect(asked).toEqual([
      { kind: undefined, clusters: undefined, namespaces: ["a", "b"] },
      { kind: undefined, clusters: ["alpha"], namespaces: ["x"] },
    ]);
  });
});

describe("an edge costs", () => {
  test("its page for each parent", () => {
    const one = price("{ pods(first: 10) { nodes { events(first: 5) { nodes { reason } } } } }");
    const ten = price("{ pods(first: 10) { nodes { events(first: 50) { nodes { reason } } } } }");
    expect(ten - one).toBeCloseTo(10 * 45 * 1.1);
  });

  test("no more than there is, as long as nothing can be there twice", () => {
    const inDepth = price("{ namespaces(first: 100) { nodes { pods(first: 500) { nodes { name } } } } }");
    expect(inDepth).toBeLessThan(cost(10 + 100 * 1.2 + 1_000 + 10_000 * 1.1 + 1));
    const back = `{ pods(first: 50) { nodes { owners { object { ... on ReplicaSet { pods(first: 500) { nodes { name } } } } } } } }`;
    expect(price(back)).toBeGreaterThan(50 * 500);
  });

  test("a look at everything where it has no index", () => {
    expect(price("{ clusters(first: 500) { nodes { pods(first: 1) { nodes { name } } } } }")).toBeGreaterThan(1_000);
    const empty = { clusters: 0, count: () => 0 };
    expect(price("{ clusters(first: 500) { nodes { pods { nodes { name } } } } }", {}, empty)).toBe(cost(0.1 + 0.1));
  });

  test("multiplied, more than anybody has", () => {
    const name = "nodes { name }";
    const nest = (levels: number): string =>
      levels === 0
        ? name
        : `nodes { owners { object { ... on ReplicaSet { pods(first: 500) { ${nest(levels - 1)} } } } } }`;
    expect(price(`{ pods(first: 500) { ${nest(3)} } }`)).toBeGreaterThan(1e9);
  });
});

describe("objects that are asked for one by one", () => {
  test("cost one each", () => {
    expect(price('{ node(id: "x") { id } }')).toBe(cost(0.1 + 1.1));
    expect(price('{ nodes(ids: ["a", "b", "c"]) { id } }')).toBe(cost(0.1 + 3 * 1.1));
    expect(price("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: Array(500).fill("x") })).toBe(
      cost(0.1 + 500 * 1.1),
    );
  });

  test("cost what hangs from them, in whichever type", () => {
    const plain = price('{ node(id: "x") { ... on Pod { name } } }');
    expect(price('{ node(id: "x") { ... on Deployment { pods(first: 500) { nodes { name } } } } }')).toBeGreaterThan(
      plain + 500,
    );
    const through = '{ node(id: "x") { ... on KubernetesObject { events(first: 500) { nodes { reason } } } } }';
    expect(price(through)).toBeGreaterThan(plain + 500);
  });
});

test("a subscription costs its beginning", () => {
  const events = (args: string) => `subscription { podEvents${args} { cursor changes { object { name } } } }`;
  expect(price(events(""))).toBeGreaterThan(1_000 + 10_000);
  expect(price(events("(initial: NONE)"))).toBeLessThan(1_100);
  // A cursor that cannot be resumed from leads to everything anew.
  expect(price(events('(initial: NONE, after: "x")'))).toBe(price(events("")));
  expect(price(events("(initial: NONE)"), {}, rows, true)).toBe(price(events("")));
});

test("a mutation costs each of its fields, whatever they are called", () => {
  const scale = (name: string) => `${name}: deploymentScale(input: { by: { id: "x" }, replicas: 1 }) { revision }`;
  const one = price(`mutation { ${scale("a")} }`);
  expect(one).toBeGreaterThanOrEqual(points.mutation);
  expect(price(`mutation { ${scale("a")} ...F } fragment F on Mutation { ${scale("b")} }`)).toBeGreaterThan(1.8 * one);
});

test("the schema costs much, and __typename nothing", () => {
  expect(price("{ __schema { types { name } } }")).toBe(cost(points.introspection));
  expect(price('{ a: __schema { types { name } } b: __type(name: "Pod") { name } }')).toBe(
    cost(2 * points.introspection),
  );
  expect(price("{ __typename }")).toBe(points.operation);
});

test("the schema costs as often as it is asked for, by however many names", () => {
  const once = cost(points.introspection);
  const whole = { inputValueDeprecation: true, oneOf: true, schemaDescription: true, specifiedByUrl: true };
  expect(price(getIntrospectionQuery(whole))).toBe(once);
  expect(price("{ __schema { types { fields { name } fields { type { name } } inputFields { name } } } }")).toBe(once);
  const times = (n: number) => cost(n * points.introspection);
  expect(price("{ __schema { types { a: fields { name } b: fields { name } } } }")).toBe(times(2));
  // What is asked for under one name in two places is one, and what is below another's names is asked for under each.
  expect(price("{ __schema { types { a: fields { name } } types { b: fields { name } } } }")).toBe(times(2));
  expect(
    price("{ __schema { x: types { ...F } y: types { ...F } } } fragment F on __Type { a: name b: name name }"),
  ).toBe(times(6));
});

test.each(readdirSync("schema/operations"))("%s can be paid for over 10,000 pods", (file) => {
  const sum = price(readFileSync(`schema/operations/${file}`, "utf8"));
  expect(sum).toBeGreaterThanOrEqual(points.operation);
  expect(sum).toBeLessThan(defaults.limits.costBurst);
});
