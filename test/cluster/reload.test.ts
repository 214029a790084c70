import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { writeKubeconfig } from "../control-plane/kubeconfig.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { startGateway } from "../support/rig.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";

interface Listed {
  readonly namespaces: {
    readonly nodes: readonly { readonly cluster: string }[];
    readonly clusterErrors: readonly object[];
    readonly staleSince: readonly object[];
  };
}

const DOCUMENT = "{ namespaces(first: 500) { nodes { cluster } clusterErrors { code } staleSince { cluster } } }";

test("clusters of a kubeconfig that changes come, move and go, and a kubeconfig that is broken changes nothing", async () => {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-test-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 2, nodes: 0, controllers: false }));
  const [alpha, bravo] = controlPlane.clusters;
  if (!alpha || !bravo) throw new Error("no clusters");
  const kubeconfig = join(dir, "changing");
  // As editors and kubectl do: a new file takes the place of the old one.
  const write = async (...entries: (typeof alpha.kubeconfigEntry)[]) => {
    writeKubeconfig(`${kubeconfig}.new`, entries);
    await rename(`${kubeconfig}.new`, kubeconfig);
  };
  await write(alpha.kubeconfigEntry);
  const gateway = stack.use(await startGateway(kubeconfig, {}, { reloads: true }));
  const list = async () => (await query<Listed>(gateway.url, DOCUMENT)).namespaces;
  const shown = async () => [...new Set((await list()).nodes.map(({ cluster }) => cluster))].sort().join();

  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    gateway.url,
    `subscription { resourceEvents(kind: "configmaps", filter: { labels: "moved" }) { ${deltaFields.replace("... on Object", "... on Resource")} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  await waitFor(() => state.synced, 10_000, "SYNCED");
  expect(await shown()).toBe("alpha");
  const make = (name: string) =>
    bravo.api.request("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name, labels: { moved: "" } } });
  const names = () => [...state.objects.values()].map(({ name }) => name).join();

  // Added.
  const proxy = stack.use(await TcpProxy.start(Number(new URL(bravo.server).port)));
  const byProxy = { ...bravo.kubeconfigEntry, server: `https://127.0.0.1:${proxy.port}` };
  await make("before");
  await write(alpha.kubeconfigEntry, byProxy);
  await waitFor(async () => (await shown()) === "alpha,bravo", 15_000, "the cluster that was added");
  await waitFor(() => names() === "before", 10_000, "its objects in the stream");

  // Elsewhere: what is in memory stays, and is not announced anew.
  const { resets } = state.counts;
  await write(alpha.kubeconfigEntry, bravo.kubeconfigEntry);
  await waitFor(() => proxy.connections === 0, 15_000, "the end of the connections to the former address");
  await make("after");
  await waitFor(() => names() === "before,after", 15_000, "what happens at the new address");
  expect(state.counts).toMatchObject({ ADDED: 2, DELETED: 0, resets });
  expect(await list()).toMatchObject({ clusterErrors: [], staleSince: [] });

  // Broken.
  await writeFile(kubeconfig, "contexts: [}");
  gateway.reload();
  expect(await shown()).toBe("alpha,bravo");

  // Another cluster under the name: what was there is gone, and what is there is shown.
  await write(alpha.kubeconfigEntry, { ...alpha.kubeconfigEntry, name: "bravo" });
  await waitFor(() => names() === "", 20_000, "the objects of the former cluster gone");
  expect(await shown()).toBe("alpha,bravo");

  // Gone.
  await write(alpha.kubeconfigEntry);
  await waitFor(async () => (await shown()) === "alpha", 15_000, "the cluster that was removed");
  expect(state.breaks).toEqual([]);
  await subscription.close();
}, 120_000);
