import { expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

interface Listed {
  readonly namespaces: {
    readonly nodes: readonly { readonly cluster: string; readonly name: string }[];
    readonly clusterErrors: readonly { readonly cluster: string; readonly code: string }[];
    readonly staleSince: readonly { readonly cluster: string; readonly since: string }[];
  };
}

const DOCUMENT =
  "{ namespaces(first: 500) { nodes { cluster name } clusterErrors { cluster code } staleSince { cluster since } } }";
const list = async ({ url }: Rig) => (await query<Listed>(url, DOCUMENT)).namespaces;

test("a frozen API server is named as stale within 10 s, its data stays, and others are not delayed", async () => {
  await using rig = await startRig({ clusters: 2, nodes: 0, controllers: false });
  const [frozen, healthy] = rig.controlPlane.clusters;
  if (!frozen || !healthy) throw new Error("no clusters");
  const before = await list(rig);
  expect(before.staleSince).toEqual([]);
  frozen.signal("apiserver", "SIGSTOP");
  const stoppedAt = Date.now();
  try {
    const stale = await waitFor(
      async () => {
        const startedAt = performance.now();
        const answer = await list(rig);
        // From memory, whatever the cluster does.
        expect(performance.now() - startedAt).toBeLessThan(1_000);
        return answer.staleSince.length > 0 ? answer : undefined;
      },
      15_000,
      "staleSince",
    );
    const noticedMs = Date.now() - stoppedAt;
    console.log(`a stopped API server is stale after ${noticedMs} ms`);
    expect(noticedMs).toBeLessThan(10_000);
    expect(stale.staleSince.map(({ cluster }) => cluster)).toEqual([frozen.name]);
    expect(Date.parse(stale.staleSince[0]?.since ?? "")).toBeLessThan(stoppedAt + 1_000);
    expect(stale.nodes).toEqual(before.nodes);
    expect(stale.clusterErrors).toEqual([]);
  } finally {
    frozen.signal("apiserver", "SIGCONT");
  }
  await waitFor(async () => (await list(rig)).staleSince.length === 0, 15_000, "the recovery");
}, 60_000);

test("what changed while the API server was killed and started again arrives as a difference, deletions too", async () => {
  await using rig = await startRig({ clusters: 1, nodes: 0, controllers: false });
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  const path = "/api/v1/namespaces/default/configmaps";
  const make = (name: string) => cluster.api.request("POST", path, { metadata: { name, labels: { restart: "yes" } } });
  for (const name of ["stays", "goes"]) await make(name);
  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    rig.url,
    `subscription { resourceEvents(kind: "configmaps", filter: { labels: "restart" }) { ${deltaFields.replace("... on Object", "... on Resource")} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  await waitFor(() => state.synced && state.objects.size === 2, 10_000, "SYNCED");
  // The gateway cannot see what happens meanwhile: its way to the API server stays shut until all of it has happened.
  rig.proxies.get(cluster.name)?.refuse(true);
  await cluster.stopApiServer();
  await cluster.startApiServer();
  await cluster.api.request("DELETE", `${path}/goes`);
  await make("comes");
  await cluster.api.request("DELETE", `${path}/stays`);
  await make("stays");
  rig.proxies.get(cluster.name)?.refuse(false);
  const names = () => [...state.objects.values()].map(({ name }) => name).sort();
  await waitFor(() => state.counts.DELETED === 2 && names().join() === "comes,stays", 40_000, "the difference");
  expect(state.counts).toMatchObject({ ADDED: 4, MODIFIED: 0, DELETED: 2, resets: 0 });
  expect(state.breaks).toEqual([]);
  await subscription.close();
}, 90_000);

test("a cluster that is not there is a coded entry, and the others' data comes all the same", async () => {
  await using rig = await startRig({ clusters: 2, nodes: 0, controllers: false, config: { clusterDeadlineMs: 500 } });
  const [dead, alive] = rig.controlPlane.clusters;
  if (!dead || !alive) throw new Error("no clusters");
  rig.proxies.get(dead.name)?.refuse(true);
  const startedAt = performance.now();
  const answer = await list(rig);
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(answer.nodes.map(({ cluster }) => cluster)).toEqual(answer.nodes.map(() => alive.name));
  expect(answer.nodes.length).toBeGreaterThan(0);
  expect(answer.clusterErrors.map(({ cluster }) => cluster)).toEqual([dead.name]);
  expect(["CLUSTER_UNAVAILABLE", "CLUSTER_TIMEOUT", "CLUSTER_SYNCING"]).toContain(answer.clusterErrors[0]?.code);

  // A subscription begins without it, and takes it in when it is back.
  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    rig.url,
    `subscription { resourceEvents(kind: "namespaces") { ${deltaFields.replace("... on Object", "... on Resource")} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  await waitFor(() => state.synced, 10_000, "SYNCED without the dead cluster");
  const clusters = () => [...new Set([...state.objects.values()].map(({ cluster }) => cluster))].sort();
  expect(clusters()).toEqual([alive.name]);
  rig.proxies.get(dead.name)?.refuse(false);
  await waitFor(() => clusters().length === 2, 40_000, "the cluster that is back");
  expect(state.breaks).toEqual([]);
  await subscription.close();
}, 90_000);
