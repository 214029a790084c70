import { describe, expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { crd, crdsPath } from "../support/custom-resources.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { post, query, subscribe } from "../support/graphql-client.ts";
import { startRig } from "../support/rig.ts";

// What is claimed of versions, as far as one binary can show it: see docs/decisions/0017-versions.md.
describe.each([
  ["as it is", [], "watch-list"],
  ["as its oldest emulation, 1.33, which has no streamed lists", ["--emulated-version=1.33"], "paged"],
  ["without streamed lists", ["--feature-gates=WatchList=false"], "paged"],
])("an API server %s", (_, apiServerArgs, mode) => {
  test("is discovered, queried, followed through broken watches and lost history, and taught new kinds", async () => {
    await using rig = await startRig({ clusters: 1, nodes: 0, controllers: false, apiServerArgs });
    const [cluster] = rig.controlPlane.clusters;
    const proxy = cluster && rig.proxies.get(cluster.name);
    if (!cluster || !proxy) throw new Error("no cluster");
    const { api } = cluster;
    const path = (name = "") => `/api/v1/namespaces/default/configmaps${name && `/${name}`}`;
    const create = (name: string) => api.request("POST", path(), { metadata: { name, labels: { own: "yes" } } });
    for (const name of ["a", "b"]) await create(name);

    // First queries.
    const ask = () =>
      query<{ cluster: { version: string | null; apiResources: object[] }; namespaces: { totalCount: number } }>(
        rig.url,
        `{ cluster(name: "alpha") { version apiResources { resource } } namespaces { totalCount } }`,
      );
    const namespaces = await api.request<{ items: unknown[] }>("GET", "/api/v1/namespaces");
    const first = await ask();
    expect(first.namespaces.totalCount).toBe(namespaces.items.length);
    expect(first.cluster.apiResources.length).toBeGreaterThan(50);
    // The heartbeat asks for it, and may not have been heard yet.
    const version = await waitFor(async () => (await ask()).cluster.version, 5_000, "the version");
    expect(version).toBe("v1.36.3");

    // A list and its watch.
    const state = new FoldedState<FoldedObject>();
    const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
      rig.url,
      `subscription { resourceEvents(kind: "ConfigMap", filter: { labels: "own" }) {
        ${deltaFields.replace("... on Object", "... on Resource")} } }`,
      {},
      (response) => state.take("resourceEvents", response),
    );
    const names = () =>
      [...state.objects.values()]
        .map(({ name }) => name)
        .sort()
        .join();
    await waitFor(() => state.synced && names() === "a,b", 10_000, "SYNCED");
    const metrics = async () => await (await fetch(new URL("/metrics", rig.url))).text();
    const lists = `fairway_lists_total{cluster="alpha",resource="configmaps",mode="${mode}"}`;
    expect(await metrics()).toContain(`${lists} 1\n`);

    // A broken watch is resumed.
    proxy.cut();
    await create("c");
    await waitFor(() => names() === "a,b,c", 10_000, "the change behind a broken watch");
    expect(await metrics()).toContain(`${lists} 1\n`);

    // The history is gone, and with it a deletion.
    proxy.refuse(true);
    await api.request("DELETE", path("a"));
    await create("d");
    await cluster.stopApiServer();
    await cluster.compact();
    await cluster.startApiServer();
    proxy.refuse(false);
    await waitFor(() => names() === "b,c,d", 20_000, "the difference");
    expect(state.counts).toMatchObject({ ADDED: 4, MODIFIED: 0, DELETED: 1, resets: 0 });
    expect(state.breaks).toEqual([]);
    await subscription.close();

    // A kind is defined.
    await api.request("POST", crdsPath, crd("fairway.test", "widgets", "Widget"));
    const widgets = () => post<{ resources: object }>(rig.url, `{ resources(kind: "Widget") { totalCount } }`);
    await waitFor(async () => (await widgets()).data?.resources, 5_000, "the new kind");
  }, 60_000);
});
