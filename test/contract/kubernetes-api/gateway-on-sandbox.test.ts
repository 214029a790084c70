import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "../../../src/gateway.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { EventClient } from "../../support/event-client.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState, listed } from "../../support/folded-state.ts";
import { query, type Subscribed, subscribe } from "../../support/graphql-client.ts";
import { startGateway } from "../../support/rig.ts";
import { TestSandbox } from "../../support/sandbox.ts";

// The gateway as it is, over a sandbox as it would be over any clusters.
let sandbox: TestSandbox;
let gateway: Gateway;
beforeAll(async () => {
  sandbox = await TestSandbox.start({ clusters: 3 });
  gateway = await startGateway(sandbox.kubeconfig, { allowWrites: true });
});
afterAll(async () => {
  await gateway?.stop();
  await sandbox?.[Symbol.asyncDispose]();
});

const names = ["eu-prod", "us-prod", "dc-berlin"];

/** What the clusters hold, asked directly, as a folding client lists it. */
async function truth(): Promise<string[]> {
  const lists = await Promise.all(names.map((_, cluster) => sandbox.json("/api/v1/pods", {}, cluster)));
  return lists
    .flatMap(({ items }, index) =>
      items.map(({ metadata }: { metadata: FoldedObject }) => listed({ ...metadata, cluster: names[index] ?? "" })),
    )
    .sort();
}

function follow(state: FoldedState<FoldedObject>): Subscribed {
  const document = `subscription { podEvents { ${deltaFields.replace("... on Object", "... on Pod")} } }`;
  return subscribe<Record<string, Delta<FoldedObject>>>(gateway.url, document, {}, (response) =>
    state.take("podEvents", response),
  );
}

async function agrees(state: FoldedState<FoldedObject>): Promise<void> {
  const expected = await truth();
  await waitFor(() => state.listing.join() === expected.join(), 8_000, "the client to hold what the clusters hold");
}

test("deployments of three clusters are shown with their pods", async () => {
  const { deployments } = await query<{
    deployments: {
      totalCount: number;
      clusterErrors: unknown[];
      nodes: { cluster: string; pods: { nodes: { phase: string }[] } }[];
    };
  }>(
    gateway.url,
    "{ deployments(first: 100) { totalCount clusterErrors { code } nodes { cluster name pods { nodes { phase } } } } }",
  );
  expect(deployments.clusterErrors).toEqual([]);
  expect(deployments.totalCount).toBe(45);
  expect(new Set(deployments.nodes.map(({ cluster }) => cluster))).toEqual(new Set(names));
  const phases = new Set(deployments.nodes.flatMap(({ pods }) => pods.nodes.map(({ phase }) => phase)));
  expect(phases).toEqual(new Set(["RUNNING"]));
});

test("a scale by mutation makes pods come, each seen in its order", async () => {
  const state = new FoldedState<FoldedObject>();
  const subscription = follow(state);
  await waitFor(() => state.synced, 8_000, "SYNCED");
  await agrees(state);
  const ref = { cluster: "us-prod", namespace: "shop", name: "catalog" };
  const { deploymentScale } = await query<{
    deploymentScale: { deployment: { replicas: number }; userErrors: unknown[] };
  }>(
    gateway.url,
    "mutation ($input: DeploymentScaleInput!) { deploymentScale(input: $input) { deployment { replicas } userErrors { code } } }",
    { input: { by: { ref }, replicas: 5 } },
  );
  expect(deploymentScale).toEqual({ deployment: { replicas: 5 }, userErrors: [] });
  const before = state.objects.size;
  for (let n = 0; n < 20; n += 1) sandbox.step(250);
  await waitFor(() => state.objects.size === before + 3, 8_000, "three more pods");
  await agrees(state);
  expect(state.breaks).toEqual([]);
  await subscription.close();
});

test.each([
  ["dropped watches", { action: "drop" }],
  ["an expired history", { action: "expire" }],
])("%s are got over without a break", async (_what, fault) => {
  const state = new FoldedState<FoldedObject>();
  const subscription = follow(state);
  await waitFor(() => state.synced, 8_000, "SYNCED");
  for (const [cluster] of names.entries()) {
    const [pod] = (await sandbox.json("/api/v1/namespaces/search/pods", {}, cluster)).items;
    await sandbox.json("/sandbox/faults", { body: fault }, cluster);
    await sandbox.json(`/api/v1/namespaces/search/pods/${pod.metadata.name}`, { method: "DELETE" }, cluster);
    sandbox.step(10_000);
    await sandbox.json("/sandbox/faults", { body: fault }, cluster);
  }
  await agrees(state);
  expect(state.breaks).toEqual([]);
  expect(state.counts.resets).toBe(0);
  await subscription.close();
});

test("a stream of events that breaks goes on at another replica, from the last event that was seen", async () => {
  const state = new FoldedState<FoldedObject>();
  const query = `subscription { podEvents { ${deltaFields.replace("... on Object", "... on Pod")} } }`;
  let last = "";
  const follow = async (url: string, until: () => boolean) => {
    await using client = await EventClient.open(url, { query, headers: { "last-event-id": last } });
    while (!until()) {
      const { data, id } = await client.next();
      if (id) last = id;
      state.take("podEvents", JSON.parse(data));
    }
  };
  await using other = await startGateway(sandbox.kubeconfig);
  await follow(other.url, () => state.synced);
  const frames = state.counts.frames;
  const [pod] = (await sandbox.json("/api/v1/namespaces/shop/pods", {}, 0)).items;
  await sandbox.json(`/api/v1/namespaces/shop/pods/${pod.metadata.name}`, { method: "DELETE" }, 0);
  sandbox.step(10_000);
  const expected = await truth();
  state.resume();
  await follow(gateway.url, () => state.synced && state.listing.join() === expected.join());
  expect(state.counts.resets).toBe(0);
  expect(state.counts.DELETED).toBe(1);
  expect(state.counts.frames).toBeLessThan(frames + 10);
  expect(state.breaks).toEqual([]);
});

test("a reset shows everything as it was at the start", async () => {
  const state = new FoldedState<FoldedObject>();
  const subscription = follow(state);
  await waitFor(() => state.synced, 8_000, "SYNCED");
  await sandbox.json("/sandbox/reset", { body: {} });
  await agrees(state);
  expect(state.breaks).toEqual([]);
  await subscription.close();
});
