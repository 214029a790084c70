import { expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { subscribe } from "../support/graphql-client.ts";
import { startRig } from "../support/rig.ts";

const SUBSCRIBERS = 50;

test(`${SUBSCRIBERS} subscribers with different filters cost the API server one watch, and all see each change`, async () => {
  await using rig = await startRig({ clusters: 1, nodes: 0, controllers: false });
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  const { api } = cluster;

  // The API server's own count of the watches it is serving.
  const watches = async () => {
    const metrics = await api.request<string>("GET", "/metrics");
    const lines = metrics.split("\n").filter((line) => line.startsWith("apiserver_longrunning_requests{"));
    const ofConfigMaps = lines.filter(
      (line) => line.includes('resource="configmaps"') && line.includes('verb="WATCH"'),
    );
    return ofConfigMaps.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  };
  const before = await watches();

  const selection = deltaFields.replace("... on Object", "... on Resource");
  const states = Array.from({ length: SUBSCRIBERS }, () => new FoldedState<FoldedObject>());
  const subscriptions = states.map((state, n) => {
    // Half of them share one operation; the other half differ, which must not reach the API server either.
    const labels = n % 2 === 0 ? "all=yes" : `all=yes,n!=${n}`;
    return subscribe<Record<string, Delta<FoldedObject>>>(
      rig.url,
      `subscription { resourceEvents(kind: "ConfigMap", filter: { labels: "${labels}" }) { ${selection} } }`,
      {},
      (response) => state.take("resourceEvents", response),
    );
  });
  await waitFor(() => states.every(({ synced }) => synced), 10_000, "SYNCED everywhere");
  expect((await watches()) - before).toBe(1);

  await api.request("POST", "/api/v1/namespaces/default/configmaps", {
    metadata: { name: "shared", labels: { all: "yes" } },
  });
  await waitFor(() => states.every(({ objects }) => objects.size === 1), 10_000, "the change everywhere");
  expect((await watches()) - before).toBe(1);
  expect(states.flatMap(({ breaks }) => breaks)).toEqual([]);
  await Promise.all(subscriptions.map((subscription) => subscription.close()));
});
