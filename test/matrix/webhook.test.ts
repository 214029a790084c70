import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { inParallel } from "../support/in-parallel.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { byToken } from "./by-token.ts";
import { type Attributes, WebhookAuthorizer } from "./webhook-authorizer.ts";
import { Witness } from "./witness.ts";

/** The life of a decision that RBAC alone cannot revoke, the API server's own, and time to draw the consequences. */
const DECISION_MS = 12_000;

const namespaces = Array.from({ length: 12 }, (_, n) => `hook-${n}`);
const stack = new AsyncDisposableStack();
let authorizer: WebhookAuthorizer;
let rig: Rig;

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), "fairway-webhook-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  authorizer = stack.use(await WebhookAuthorizer.start());
  rig = stack.use(
    await startRig({
      clusters: 1,
      nodes: 0,
      controllers: false,
      apiServerArgs: authorizer.argsFor(dir),
      people: ["wanda", "wim", "wolf", "wilma", "wes"].map((name) => ({ name, groups: [] })),
      config: byToken,
    }),
  );
  const [cluster] = rig.controlPlane.clusters;
  await inParallel(namespaces, async (name) => {
    await cluster?.api.request("POST", "/api/v1/namespaces", { metadata: { name } });
    for (const map of ["one", "two"]) {
      await cluster?.api.request("POST", `/api/v1/namespaces/${name}/configmaps`, { metadata: { name: map } });
    }
  });
});
afterAll(() => stack.disposeAsync());

function witnessOf(name: string): Witness {
  return new Witness(rig.url, rig.controlPlane.tokenOf(name));
}

/** What the table grants, to be changed by each test. */
const table = new Map<string, (attributes: Attributes) => boolean>();
beforeAll(() => {
  authorizer.grants = (attributes) => table.get(attributes.user)?.(attributes) ?? false;
});

const FILTER = `filter: { namespaces: ${JSON.stringify(namespaces)} }`;
const LIST = `{ resources(kind: "configmaps", first: 100, ${FILTER}) { nodes { id namespace name } totalCount clusterErrors { code } } }`;
const STREAM = `subscription { resourceEvents(kind: "configmaps", ${FILTER}) {
  phase clusters cursor changes { type id object { cluster namespace name resourceVersion labels } } } }`;

interface Listed {
  readonly resources: {
    readonly nodes: readonly { readonly id: string; readonly namespace: string; readonly name: string }[];
    readonly totalCount: number;
    readonly clusterErrors: readonly { readonly code: string }[];
  };
}

async function listedTo(witness: Witness) {
  const { data } = await witness.ask<Listed>(LIST);
  return (data?.resources.nodes ?? []).map(({ namespace, name }) => `${namespace}/${name}`);
}

const ofConfigMaps = ({ resource }: Attributes) => resource === "configmaps";

test("what a webhook alone grants in the whole cluster is listed, and found by its id", async () => {
  table.set("wanda", ofConfigMaps);
  await using witness = witnessOf("wanda");
  const { data } = await witness.ask<Listed>(LIST);
  expect(data?.resources.totalCount).toBe(2 * namespaces.length);
  const ids = data?.resources.nodes.map(({ id }) => id) ?? [];
  const found = await witness.ask<{ nodes: unknown[] }>("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
  expect(found.data?.nodes).toEqual(ids.map((id) => ({ id })));
});

test("what it grants in single namespaces, or on a single object, is shown, and no more", async () => {
  table.set("wim", (attributes) => {
    if (!ofConfigMaps(attributes)) return false;
    const { verb, namespace, name } = attributes;
    return namespace === "hook-3" || (verb === "get" && namespace === "hook-5" && name === "two");
  });
  await using witness = witnessOf("wim");
  await using admin = new Witness(rig.url, rig.controlPlane.clusters[0]?.admin.token ?? "");
  expect(await listedTo(witness)).toEqual(["hook-3/one", "hook-3/two"]);
  const all = (await admin.ask<Listed>(LIST)).data?.resources.nodes ?? [];
  expect(all).toHaveLength(2 * namespaces.length);
  const { data } = await witness.ask<{ nodes: ({ namespace: string; name: string } | null)[] }>(
    "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on KubernetesObject { namespace name } } }",
    { ids: all.map(({ id }) => id) },
  );
  const found = data?.nodes.flatMap((node) => (node ? [`${node.namespace}/${node.name}`] : []));
  expect(found).toEqual(["hook-3/one", "hook-3/two", "hook-5/two"]);
});

test(
  "streams show what it grants, and narrow within the life of a decision when it does not any more",
  async () => {
    let granted = ["hook-1", "hook-2"];
    table.set("wolf", (attributes) => ofConfigMaps(attributes) && granted.includes(attributes.namespace));
    table.set("wilma", (attributes) => ofConfigMaps(attributes) && granted.length > 1);
    await using wolf = witnessOf("wolf");
    await using wilma = witnessOf("wilma");
    const some = wolf.open("resourceEvents", STREAM);
    const all = wilma.open("resourceEvents", STREAM);
    await waitFor(() => some.synced && all.synced, 10_000, "the snapshots");
    expect([...some.places].map((place) => place.split("/")[1])).toEqual(["hook-1", "hook-1", "hook-2", "hook-2"]);
    expect(all.objects.size).toBe(2 * namespaces.length);

    granted = ["hook-2"];
    const began = performance.now();
    await waitFor(() => some.objects.size === 2 && all.objects.size === 0, DECISION_MS, "they narrow");
    console.log(`what a webhook revoked was gone after ${Math.round(performance.now() - began)} ms`);
    expect(new Set([...some.deleted, ...all.deleted].map(({ object }) => object))).toEqual(new Set([null]));
    // A stream ends with the first of its two decisions that does not grant any more; a list has one of its own.
    const left = () => Math.max(1, DECISION_MS - (performance.now() - began));
    await waitFor(async () => (await listedTo(wolf)).length <= 2, left(), "the list of single namespaces narrows");
    expect(await listedTo(wolf)).toEqual(["hook-2/one", "hook-2/two"]);
    await waitFor(async () => (await listedTo(wilma)).length === 0, left(), "the list of the whole cluster narrows");
    const { data } = await wilma.ask<Listed>(LIST);
    expect(data?.resources).toMatchObject({ nodes: [], totalCount: 0, clusterErrors: [{ code: "FORBIDDEN" }] });
  },
  3 * DECISION_MS,
);

test("a namespace is listed for whom the webhook lets list its pods", async () => {
  table.set("wes", ({ verb, resource, namespace }) => verb === "list" && resource === "pods" && namespace === "hook-7");
  await using witness = witnessOf("wes");
  const { data } = await witness.ask<{ namespaces: { nodes: { name: string }[]; totalCount: number } }>(
    "{ namespaces { nodes { name } totalCount } }",
  );
  expect(data?.namespaces).toEqual({ nodes: [{ name: "hook-7" }], totalCount: 1 });
});
