import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { crd, crdsPath } from "../support/custom-resources.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("RE-1", "`where` and `orderBy` on any path, quantities and 64-bit integers as what they are", "kube-apiserver");

let rig: Rig;
let clusters: readonly Cluster[];

const LARGEST = "9223372036854775807";
const NEXT = "9223372036854775806";

beforeAll(async () => {
  rig = await startRig({ clusters: 2, nodes: 0, controllers: false });
  clusters = rig.controlPlane.clusters;
  for (const cluster of clusters) {
    await ensureNamespace(cluster, "shop");
    await cluster.api.request("POST", crdsPath, crd("fairway.test", "widgets", "Widget"));
  }
});
afterAll(() => rig?.[Symbol.asyncDispose]());

interface Found {
  readonly resources: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly cursor: string;
      readonly node: { readonly name: string; readonly raw: never };
    }[];
  };
}
const LIST = `query ($kind: String!, $where: [WhereInput!], $orderBy: [ResourceOrder!], $first: Int, $after: String) {
  resources(kind: $kind, filter: { where: $where }, orderBy: $orderBy, first: $first, after: $after) {
    totalCount edges { cursor node { name raw } }
  }
}`;
const list = async (variables: object) => (await query<Found>(rig.url, LIST, { first: 500, ...variables })).resources;
const names = async (variables: object) => (await list(variables)).edges.map(({ node }) => node.name);

/** Creates an object of JSON as it is: an object of JavaScript could not have such integers. */
async function createText(cluster: Cluster, path: string, text: string): Promise<void> {
  await waitFor(
    () => cluster.api.request("POST", path, JSON.parse(text, keepDigits)).catch(() => undefined),
    10_000,
    "the API server to take it",
  );
}
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isLong = typeof value === "number" && !Number.isSafeInteger(value) && context?.source !== undefined;
  return isLong ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(context.source as string) : value;
}

test("pods are found, and put into an order, by what they ask for", async () => {
  const [first, second] = clusters as [Cluster, Cluster];
  const pod = (name: string, memory: string) => ({
    metadata: { name, namespace: "shop" },
    spec: { containers: [{ name: "c", image: "i", resources: { requests: { memory } } }] },
  });
  const path = "/api/v1/namespaces/shop/pods";
  // Without controllers nobody makes the account that pods run as.
  const account = { metadata: { name: "default" } };
  for (const cluster of [first, second]) {
    await cluster.api.request("POST", "/api/v1/namespaces/shop/serviceaccounts", account).catch(() => undefined);
  }
  await first.api.request("POST", path, pod("a", "900Mi"));
  await second.api.request("POST", path, pod("b", "1Gi"));
  await first.api.request("POST", path, pod("c", "1500M"));
  const memory = "spec.containers[0].resources.requests.memory";
  const orderBy = [{ path: memory, direction: "DESC" }];
  await waitFor(async () => (await names({ kind: "pods" })).length === 3, 10_000, "the pods");
  expect(await names({ kind: "pods", orderBy })).toEqual(["c", "b", "a"]);
  expect(await names({ kind: "pods", where: [{ path: memory, gt: "900Mi" }], orderBy })).toEqual(["c", "b"]);

  const page = await list({ kind: "pods", orderBy, first: 1 });
  expect(page).toMatchObject({ totalCount: 3, edges: [{ node: { name: "c" } }] });
  // What comes in before the cursor does not move what is behind it.
  await second.api.request("POST", path, pod("d", "2Gi"));
  await waitFor(async () => (await names({ kind: "pods" })).length === 4, 10_000, "the new pod");
  const rest = await list({ kind: "pods", orderBy, after: page.edges[0]?.cursor });
  expect(rest.edges.map(({ node }) => node.name)).toEqual(["b", "a"]);
});

test("values of a Secret are neither found nor put into an order", async () => {
  const [first] = clusters as [Cluster];
  const path = "/api/v1/namespaces/shop/secrets";
  for (const [name, value] of Object.entries({ one: "canary-1", two: "canary-2" })) {
    await first.api.request("POST", path, { metadata: { name }, stringData: { password: value } });
  }
  const kind = "secrets";
  await waitFor(async () => (await names({ kind })).length >= 2, 10_000, "the secrets");
  for (const path of ["data.password", "data[*]", "stringData.password", "data", "stringData"]) {
    expect(await names({ kind, where: [{ path, exists: true }] })).toEqual([]);
  }
  const ascending = await names({ kind, orderBy: [{ path: "data.password" }] });
  expect(await names({ kind, orderBy: [{ path: "data.password", direction: "DESC" }] })).toEqual(ascending);
  expect(await names({ kind, where: [{ path: "dataSizes.password", eq: 8 }] })).toEqual(["one", "two"]);
});

describe("integers of 64 bits", () => {
  const path = "/apis/fairway.test/v1/widgets";
  const text = (name: string, big: string) =>
    `{"apiVersion":"fairway.test/v1","kind":"Widget","metadata":{"name":"${name}"},"spec":{"big":${big}}}`;

  test("are found, ordered and printed to the last digit, whether they were listed or watched", async () => {
    const [first] = clusters as [Cluster];
    await createText(first, path, text("listed", LARGEST));
    const kind = "Widget";
    await waitFor(async () => (await names({ kind })).length === 1, 10_000, "the list");
    await createText(first, path, text("watched", NEXT));
    await waitFor(async () => (await names({ kind })).length === 2, 10_000, "the watch");
    expect(await names({ kind, orderBy: [{ path: "spec.big" }] })).toEqual(["watched", "listed"]);
    expect(await names({ kind, where: [{ path: "spec.big", gt: NEXT }] })).toEqual(["listed"]);
    const response = await fetch(rig.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: `{ resources(kind: "Widget") { nodes { raw } } }` }),
    });
    const answer = await response.text();
    expect(answer).toContain(`"big":${LARGEST}`);
    expect(answer).toContain(`"big":${NEXT}`);
  });
});

test("a subscription follows a condition on a path", async () => {
  const [first] = clusters as [Cluster];
  const state = new FoldedState<FoldedObject>();
  const fields = deltaFields.replace("... on Object", "... on Resource");
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    rig.url,
    `subscription { resourceEvents(kind: "configmaps", filter: { where: [{ path: "data.size", gte: "1Gi" }] }) { ${fields} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  await waitFor(() => state.synced, 10_000, "SYNCED");
  const path = "/api/v1/namespaces/shop/configmaps";
  const merge = { contentType: "application/merge-patch+json" };
  const here = () => [...state.objects.values()].map(({ name }) => name).sort();
  await first.api.request("POST", path, { metadata: { name: "small" }, data: { size: "900Mi" } });
  await first.api.request("POST", path, { metadata: { name: "large" }, data: { size: "2Gi" } });
  await waitFor(() => here().includes("large"), 10_000, "the object that passes");
  expect(here()).toEqual(["large"]);
  await first.api.request("PATCH", `${path}/small`, { data: { size: "1024Mi" } }, merge);
  await waitFor(() => here().length === 2, 10_000, "the object that has come to pass");
  await first.api.request("PATCH", `${path}/large`, { data: { size: "1" } }, merge);
  await waitFor(() => here().length === 1, 10_000, "the object that does not pass any more to go");
  expect(here()).toEqual(["small"]);
  await subscription.close();
});
