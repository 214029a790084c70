import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  for (const name of ["alpha", "bravo"]) {
    const { discovery } = world.cluster(name);
    discovery.resources = [...discovery.resources, served("example.com", "Widget")];
  }
});

afterEach(() => world[Symbol.asyncDispose]());

const put = (cluster: string, name: string, spec: object) =>
  world.put(cluster, "example.com/widgets", {
    apiVersion: "example.com/v1",
    kind: "Widget",
    metadata: metadata(name),
    spec,
  });

interface Found {
  readonly resources: { readonly totalCount: number; readonly nodes: readonly { readonly name: string }[] };
}
const LIST = `query ($where: [WhereInput!], $orderBy: [ResourceOrder!]) {
  resources(kind: "Widget", filter: { where: $where }, orderBy: $orderBy) { totalCount nodes { name } }
}`;
async function names(where: readonly object[], orderBy: readonly object[] = []): Promise<string[]> {
  const { resources } = await world.data<Found>(LIST, { where, orderBy });
  expect(resources.totalCount).toBe(resources.nodes.length);
  return resources.nodes.map(({ name }) => name);
}

describe("where", () => {
  beforeEach(() => {
    put("alpha", "a", { cpu: "500m", memory: "1Gi", on: true, tags: [{ k: "x", v: 1 }], at: "2026-01-31T12:00:00Z" });
    put("bravo", "b", { cpu: "1", memory: "900Mi", on: false, tags: [{ k: "y", v: 2 }], big: 9223372036854775807n });
    put("alpha", "c", { cpu: 2, "dotted.name/x": "here", big: 9223372036854775806n, at: "2026-01-31T12:00:01Z" });
  });

  test.each([
    ["a quantity below another", { path: "spec.cpu", lt: "1" }, ["a"]],
    ["a quantity up to another", { path: "spec.cpu", lte: 1 }, ["a", "b"]],
    ["a quantity above another", { path: ".spec.memory", gt: "900Mi" }, ["a"]],
    ["an equal quantity in another form", { path: "spec.cpu", eq: "1000m" }, ["b"]],
    ["a text as it stands", { path: "spec.cpu", eq: "1000m", as: "TEXT" }, []],
    ["one of several", { path: "spec.cpu", in: ["0.5", 2] }, ["a", "c"]],
    ["one of none", { path: "spec.cpu", in: [] }, []],
    ["a boolean", { path: "spec.on", eq: false }, ["b"]],
    ["something else, or nothing", { path: "spec.on", ne: true }, ["c", "b"]],
    ["a time after another", { path: "spec.at", gt: "2026-01-31T13:00:00+01:00" }, ["c"]],
    ["a large integer", { path: "spec.big", gt: "9223372036854775806" }, ["b"]],
    ["what is there", { path: "spec.big", exists: true }, ["c", "b"]],
    ["what is not there", { path: "spec.big", exists: false }, ["a"]],
    ["a name with dots", { path: 'spec["dotted.name/x"]', eq: "here" }, ["c"]],
    ["a name in single quotes", { path: "spec['dotted.name/x']", contains: "er" }, ["c"]],
    ["a place in a list", { path: "spec.tags[0].k", startsWith: "y" }, ["b"]],
    ["any place in a list", { path: "spec.tags[*].v", gte: 2 }, ["b"]],
    ["no place in a list", { path: "spec.tags[*].k", ne: "x" }, ["c", "b"]],
    ["nothing that is inherited", { path: "spec.constructor", exists: true }, []],
    ["nothing below a text", { path: "spec.cpu.length", exists: true }, []],
  ])("finds %s", async (_what, condition, expected) => {
    expect(await names([condition])).toEqual(expected);
  });

  test("takes several conditions, each of which must hold", async () => {
    expect(
      await names([
        { path: "spec.cpu", lt: 2 },
        { path: "spec.on", eq: true },
      ]),
    ).toEqual(["a"]);
  });

  test.each([
    ["", "filter.where[0].path", "empty"],
    ["spec..cpu", "filter.where[0].path", "position 6"],
    ["spec.", "filter.where[0].path", "position 6"],
    ["spec[cpu]", "filter.where[0].path", "position 5"],
    ["spec[-1]", "filter.where[0].path", "position 5"],
    ['spec["a', "filter.where[0].path", "position 5"],
    ["spec cpu", "filter.where[0].path", "position 5"],
    ["a".repeat(513), "filter.where[0].path", "512"],
    ["a.".repeat(32).concat("a"), "filter.where[0].path", "32"],
  ])("refuses the path %j", async (path, field, words) => {
    const { errors } = await world.run(LIST, { where: [{ path, exists: true }] });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
    expect(errors?.[0]?.message).toContain(words);
  });

  test.each([{ eq: {} }, { ne: [] }, { in: [1, null, {}] }, { gt: ["a"] }, { lt: 2 ** 60 }])(
    "refuses to compare with %j",
    async (each) => {
      const { errors } = await world.run(LIST, { where: [{ path: "spec.cpu", ...each }] });
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    },
  );

  test("refuses more conditions than anybody needs", async () => {
    const { errors } = await world.run(LIST, { where: Array(21).fill({ path: "spec", exists: true }) });
    expect(errors).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED", field: "filter.where" } }]);
  });
});

describe("an order by a path", () => {
  beforeEach(() => {
    put("alpha", "a", { memory: "1Gi", tags: [{ v: 3 }, { v: 1 }] });
    put("alpha", "b", { memory: "900Mi", tags: [{ v: 2 }] });
    put("bravo", "c", { memory: "1500M" });
    put("bravo", "d", {});
  });

  test("is one of quantities, and what has none comes last in both directions", async () => {
    expect(await names([], [{ path: "spec.memory" }])).toEqual(["b", "a", "c", "d"]);
    expect(await names([], [{ path: "spec.memory", direction: "DESC" }])).toEqual(["c", "a", "b", "d"]);
  });

  test("goes by the smallest of several values", async () => {
    expect(await names([], [{ path: "spec.tags[*].v" }])).toEqual(["a", "b", "c", "d"]);
  });

  test("is followed page by page, by cursors that hold for this order alone", async () => {
    interface Page {
      readonly resources: {
        readonly edges: readonly { readonly cursor: string; readonly node: { readonly name: string } }[];
      };
    }
    const PAGE = `query ($after: String, $orderBy: [ResourceOrder!]) {
      resources(kind: "Widget", first: 1, after: $after, orderBy: $orderBy) { edges { cursor node { name } } }
    }`;
    const seen: string[] = [];
    let after: string | null = null;
    const next = async () =>
      (await world.data<Page>(PAGE, { after, orderBy: [{ path: "spec['memory']" }] })).resources.edges[0];
    for (let edge = await next(); edge; edge = await next()) {
      seen.push(edge.node.name);
      after = edge.cursor;
    }
    expect(seen).toEqual(["b", "a", "c", "d"]);
    const { errors } = await world.run(PAGE, { after, orderBy: [{ path: "spec.tags[0].v" }] });
    expect(errors).toMatchObject([{ extensions: { code: "INVALID_CURSOR" } }]);
  });

  test.each([[{}], [{ field: "NAME", path: "spec" }]])("refuses %j", async (key) => {
    const { errors } = await world.run(LIST, { orderBy: [key] });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "orderBy[0]" } }]);
  });

  test("names the place of a path that cannot be read", async () => {
    const { errors } = await world.run(LIST, { orderBy: [{ path: "spec[" }] });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "orderBy[0].path" } }]);
  });
});
