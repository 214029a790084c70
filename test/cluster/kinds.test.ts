import { expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { crd, crdsPath } from "../support/custom-resources.ts";
import { ExtensionApi, USAGES } from "../support/extension-api.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { post, query, subscribe } from "../support/graphql-client.ts";
import { startRig } from "../support/rig.ts";

const WIDGETS = `{ resources(kind: "Widget") { nodes { name raw } clusterErrors { code } } }`;

test("a kind that is defined can be queried within five seconds, is unknown when it goes, and others notice nothing", async () => {
  await using rig = await startRig({ clusters: 1, nodes: 0, controllers: false });
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  const { api } = cluster;

  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    rig.url,
    `subscription { resourceEvents(kind: "ConfigMap") { ${deltaFields.replace("... on Object", "... on Resource")} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  await waitFor(() => state.synced, 10_000, "SYNCED");

  const answer = () => post<{ resources: { nodes: { name: string; raw: unknown }[] } }>(rig.url, WIDGETS);
  const codes = async () => (await answer()).errors?.map(({ extensions }) => extensions.code) ?? [];
  expect(await codes()).toEqual(["UNKNOWN_KIND"]);
  await api.request("POST", crdsPath, crd("fairway.test", "widgets", "Widget"));
  const definedAt = performance.now();
  await waitFor(async () => (await answer()).data?.resources !== undefined, 10_000, "the kind");
  expect(performance.now() - definedAt).toBeLessThan(5_000);
  const widget = { apiVersion: "fairway.test/v1", kind: "Widget", metadata: { name: "w" }, spec: { x: 1 } };
  await waitFor(
    () => api.request("POST", "/apis/fairway.test/v1/widgets", widget).catch(() => undefined),
    10_000,
    "the API server to serve the kind",
  );
  await waitFor(
    async () => (await answer()).data?.resources.nodes.some(({ name }) => name === "w"),
    10_000,
    "the object",
  );
  await api.request("DELETE", `${crdsPath}/widgets.fairway.test`);
  const removedAt = performance.now();
  await waitFor(async () => (await codes()).includes("UNKNOWN_KIND"), 10_000, "the end of the kind");
  const milliseconds = Math.round(performance.now() - removedAt);
  console.log(`queries of a kind that went say so after ${milliseconds} ms`);
  expect(milliseconds).toBeLessThan(5_000);

  // The subscription to another kind has seen nothing of all this, and goes on.
  const { frames } = state.counts;
  await api.request("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name: "after" } });
  await waitFor(() => [...state.objects.values()].some(({ name }) => name === "after"), 10_000, "the next change");
  expect(state.counts).toMatchObject({ frames: frames + 1, resets: 0 });
  expect(state.breaks).toEqual([]);
  await subscription.close();
  const metrics = await (await fetch(new URL("/metrics", rig.url))).text();
  expect(metrics).toMatch(/fairway_lists_total\{[^}]*resource="configmaps"[^}]*\} 1\n/);
  expect(await query(rig.url, `{ clusters { nodes { reachable } } }`)).toEqual({
    clusters: { nodes: [{ reachable: true }] },
  });
}, 60_000);

test("what an extension serves without watches is polled, marked as such, and its failure is its own", async () => {
  await using rig = await startRig({ clusters: 1, nodes: 0, controllers: false, config: { pollIntervalMs: 300 } });
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  await using extension = await ExtensionApi.start(cluster);
  for (const name of ["a", "b"]) extension.set(name, "1");

  const kinds = async () => {
    const document = '{ cluster(name: "alpha") { apiResources { group resource polled } } }';
    type Kinds = { cluster: { apiResources: { group: string; resource: string; polled: boolean }[] } };
    return (await query<Kinds>(rig.url, document)).cluster.apiResources;
  };
  const [group, resource] = USAGES.split("/");
  const usage = await waitFor(
    async () => (await kinds()).find((kind) => kind.group === group && kind.resource === resource),
    5_000,
    "the extension's kind",
  );
  expect(usage.polled).toBe(true);
  const polled = (await kinds()).filter((kind) => kind.polled).map((kind) => kind.resource);
  expect(polled).toEqual(["componentstatuses", resource]);

  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    rig.url,
    `subscription { resourceEvents(kind: "Usage") { ${deltaFields.replace("... on Object", "... on Resource")} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  await waitFor(() => state.synced && state.objects.size === 2, 10_000, "SYNCED");
  extension.delete("a");
  extension.set("b", "2");
  await waitFor(() => state.counts.DELETED === 1 && state.counts.MODIFIED === 1, 5_000, "the difference");
  expect(state.counts).toMatchObject({ ADDED: 2, resets: 0 });
  expect(state.breaks).toEqual([]);

  const metrics = await (await fetch(new URL("/metrics", rig.url))).text();
  const level = (name: string, resource: string) => {
    const labels = `{cluster="alpha",resource="${resource}"} `;
    const line = metrics.split("\n").find((each) => each.startsWith(`fairway_${name}${labels}`));
    return line && Number(line.slice(line.lastIndexOf(" ")));
  };
  expect(level("store_polled", USAGES)).toBe(1);
  expect(level("store_objects", USAGES)).toBe(1);
  expect(level("store_received_bytes", USAGES)).toBeGreaterThan(30);
  expect(level("store_last_event_age_seconds", USAGES)).toBeLessThan(5);
  expect(level("store_subscribers", USAGES)).toBe(1);
  expect(level("store_queue_changes", USAGES)).toBe(0);
  expect(level("relists_total", USAGES)).toBeUndefined();

  type Listed = { nodes: { name: string; id: string }[]; staleSince: { cluster: string }[]; clusterErrors: object[] };
  const list = (kind: string) =>
    query<{ resources: Listed }>(
      rig.url,
      `{ resources(kind: "${kind}") { nodes { name id } staleSince { cluster } clusterErrors { code } } }`,
    ).then(({ resources }) => resources);
  const held = await list("Usage");
  const [b] = held.nodes;
  expect(await query(rig.url, `{ node(id: "${b?.id}") { ... on Resource { raw } } }`)).toMatchObject({
    node: { raw: { kind: "Usage", metadata: { name: "b", namespace: "default" }, usage: { cpu: "2" } } },
  });
  await extension.close();
  const stale = await waitFor(
    async () => {
      const answer = await list("Usage");
      return answer.staleSince.length > 0 ? answer : undefined;
    },
    10_000,
    "staleSince",
  );
  expect(stale).toEqual({ nodes: held.nodes, staleSince: [{ cluster: "alpha" }], clusterErrors: [] });
  expect(await list("ServiceAccount")).toMatchObject({ staleSince: [], clusterErrors: [] });
  expect(await query(rig.url, "{ clusters { nodes { reachable } } }")).toEqual({
    clusters: { nodes: [{ reachable: true }] },
  });
  await subscription.close();
}, 60_000);
