import { afterAll, beforeAll, expect, test } from "vitest";
import { inParallel } from "../support/in-parallel.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { byToken } from "./by-token.ts";
import { DirectApi } from "./direct.ts";
import { binding, grant, role, type Subject } from "./grants.ts";
import { Witness } from "./witness.ts";

const COUNT = 1_000;
const namespaces = Array.from({ length: COUNT }, (_, n) => `many-${String(n).padStart(4, "0")}`);
const names = ["one", "two"];
const user = (name: string): Subject => ({ kind: "User", name });

let rig: Rig;
let direct: DirectApi;

beforeAll(async () => {
  rig = await startRig({
    clusters: 1,
    nodes: 0,
    controllers: false,
    people: ["sentinel", "three", "thousand", "named", "star"].map((name) => ({ name, groups: [] })),
    config: byToken,
  });
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  direct = new DirectApi(cluster);
  await inParallel(namespaces, async (name) => {
    await cluster.api.request("POST", "/api/v1/namespaces", { metadata: { name } });
    await Promise.all(
      names.map((map) =>
        cluster.api.request("POST", `/api/v1/namespaces/${name}/configmaps`, { metadata: { name: map } }),
      ),
    );
  });
  const reader = { kind: "ClusterRole", name: "map-reader" } as const;
  const verbs = ["get", "list", "watch"];
  await grant(cluster, direct, [
    role("", "map-reader", [{ apiGroups: [""], resources: ["configmaps"], verbs }]),
    role("", "one-reader", [{ apiGroups: [""], resources: ["configmaps"], verbs, resourceNames: ["one"] }]),
    role("", "all", [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]),
    ...[7, 500, 999].map((n) => binding(namespaces[n] ?? "", "three", reader, [user("three")])),
    ...namespaces.map((namespace) => binding(namespace, "thousand", reader, [user("thousand")])),
    binding("", "named", { kind: "ClusterRole", name: "one-reader" }, [user("named")]),
    binding("many-0042", "named", reader, [user("named")]),
    ...[1, 2].map((n) => binding(namespaces[n] ?? "", "star", { kind: "ClusterRole", name: "all" }, [user("star")])),
  ]);
}, 90_000);
afterAll(async () => {
  direct?.[Symbol.dispose]();
  await rig?.[Symbol.asyncDispose]();
});

interface Listed {
  readonly resources: {
    readonly nodes: readonly { readonly namespace: string; readonly name: string }[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
    readonly totalCount: number;
  };
}

/** All pages of a list, and how long the first took: the one for which the cluster had to be asked. */
async function listAll(name: string, filter = "") {
  await using witness = new Witness(rig.url, rig.controlPlane.tokenOf(name));
  const rows: string[] = [];
  let after: string | null = null;
  let firstMs = 0;
  for (;;) {
    const began = performance.now();
    const answer: { data?: Listed } = await witness.ask<Listed>(
      `query ($after: String) { resources(kind: "configmaps", first: 500, after: $after ${filter}) {
        nodes { namespace name } totalCount pageInfo { endCursor hasNextPage } } }`,
      { after },
    );
    firstMs ||= performance.now() - began;
    const page = answer.data?.resources;
    if (!page) throw new Error(`no list: ${JSON.stringify(answer)}`);
    rows.push(...page.nodes.map((node) => `${node.namespace}/${node.name}`));
    if (!page.pageInfo.hasNextPage) return { rows: rows.sort(), total: page.totalCount, firstMs };
    after = page.pageInfo.endCursor;
  }
}

const bothOf = (inside: readonly string[]) => inside.flatMap((each) => names.map((name) => `${each}/${name}`)).sort();

test("three bindings among 1,000 namespaces show the rows of these three, without asking about the others", async () => {
  // Whoever comes first waits for the gateway's own watches.
  await listAll("sentinel");
  const { rows, total, firstMs } = await listAll("three");
  expect(rows).toEqual(bothOf(["many-0007", "many-0500", "many-0999"]));
  expect(total).toBe(6);
  console.log(`visibility of 3 of ${COUNT} namespaces: ${firstMs.toFixed(0)} ms with the list`);
  expect(firstMs).toBeLessThan(1_000);
});

test("1,000 bindings in 1,000 namespaces show all rows", async () => {
  const { rows, total, firstMs } = await listAll("thousand");
  expect(rows).toEqual(bothOf(namespaces));
  expect(total).toBe(2 * COUNT);
  console.log(`visibility of ${COUNT} of ${COUNT} namespaces: ${firstMs.toFixed(0)} ms with the list`);
  expect(firstMs).toBeLessThan(5_000);
});

test("a name that is granted everywhere, and a namespace beside it", async () => {
  const { rows, total } = await listAll("named");
  expect(rows).toEqual([...namespaces.map((each) => `${each}/one`), "many-0042/two"].sort());
  expect(total).toBe(COUNT + 1);
  const { rows: filtered } = await listAll("named", `, filter: { namespaces: ["many-0041", "many-0042"] }`);
  expect(filtered).toEqual(["many-0041/one", "many-0042/one", "many-0042/two"]);
});

test("everything in two namespaces, by stars", async () => {
  const { rows, total } = await listAll("star");
  expect(rows).toEqual(bothOf(["many-0001", "many-0002"]));
  expect(total).toBe(4);
});
