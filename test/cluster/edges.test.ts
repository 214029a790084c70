import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { query } from "../support/graphql-client.ts";
import { startRig } from "../support/rig.ts";

const DEPLOYMENTS = 100;
const PODS = 2;
/** The kinds that the query reads: those of the deployments, of their edges, and of their edges' owners. */
const kinds = ["deployments", "replicasets", "pods", "events"];

interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly object: { readonly id: string; readonly owners: readonly Owner[] } | null;
}
interface Events {
  readonly totalCount: number;
  readonly nodes: readonly { readonly reason: string }[];
}
interface Answer {
  readonly deployments: {
    readonly totalCount: number;
    readonly clusterErrors: readonly unknown[];
    readonly nodes: readonly {
      readonly id: string;
      readonly name: string;
      readonly events: Events;
      readonly pods: {
        readonly totalCount: number;
        readonly nodes: readonly {
          readonly name: string;
          readonly owners: readonly Owner[];
          readonly events: Events;
        }[];
      };
    }[];
  };
}

/** Deployments with a replica set, pods, and an event of each pod and deployment, made by hand. */
async function seed({ api }: Cluster, namespace: string): Promise<void> {
  type Made = { metadata: { uid: string } };
  const make = (group: string, resource: string, object: object) =>
    api.request<Made>("POST", `/${group}/namespaces/${namespace}/${resource}`, object);
  const ownedBy = (kind: string, name: string, { metadata: { uid } }: Made) => ({
    ownerReferences: [{ apiVersion: "apps/v1", kind, name, uid, controller: true }],
  });
  const event = (kind: string, name: string, { metadata: { uid } }: Made) =>
    make("api/v1", "events", {
      metadata: { name: `${name}.happened` },
      involvedObject: { kind, namespace, name, uid },
      type: "Normal",
      reason: "Happened",
      message: "It happened",
    });
  await Promise.all(
    Array.from({ length: DEPLOYMENTS }, async (_, n) => {
      const name = `app-${n}`;
      const spec = { containers: [{ name: "app", image: "registry.example.com/app:1" }] };
      const labels = { app: name };
      const template = { metadata: { labels }, spec };
      const workload = { replicas: PODS, selector: { matchLabels: labels }, template };
      const deployment = await make("apis/apps/v1", "deployments", { metadata: { name }, spec: workload });
      await event("Deployment", name, deployment);
      const owned = { name, ...ownedBy("Deployment", name, deployment) };
      const replicaSet = await make("apis/apps/v1", "replicasets", { metadata: owned, spec: workload });
      for (let p = 0; p < PODS; p += 1) {
        const podName = `${name}-${p}`;
        const metadata = { name: podName, labels, ...ownedBy("ReplicaSet", name, replicaSet) };
        await event("Pod", podName, await make("api/v1", "pods", { metadata, spec }));
      }
    }),
  );
}

/** What the API server itself counted: requests that ended, and watches that are open, by kind. */
async function counted({ api }: Cluster) {
  const lines = (await api.request<string>("GET", "/metrics")).split("\n");
  const sum = (metric: string, ...labels: readonly string[]) =>
    lines
      .filter((line) => line.startsWith(`${metric}{`) && labels.every((label) => line.includes(label)))
      .reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
  const of = (resource: string) => ({
    reads:
      sum("apiserver_request_total", `resource="${resource}"`, 'verb="LIST"') +
      sum("apiserver_request_total", `resource="${resource}"`, 'verb="GET"'),
    watches: sum("apiserver_longrunning_requests", `resource="${resource}"`, 'verb="WATCH"'),
  });
  return {
    kinds: Object.fromEntries(kinds.map((kind) => [kind, of(kind)])),
    reviews: sum("apiserver_request_total", 'resource="selfsubjectaccessreviews"'),
  };
}

/** What the gateway asked the cluster for, heartbeats and discovery apart. */
async function asked(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(new URL("/metrics", url))).text();
  const lines = text.split("\n").filter((line) => /^fairway_(lists|watches_started)_total\{/.test(line));
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const [metric] = line.split("{");
    const resource = line.match(/resource="([^"]*)"/)?.[1];
    const key = `${metric} ${resource}`;
    counts[key] = (counts[key] ?? 0) + Number(line.split(" ").at(-1));
  }
  return counts;
}

test(`${DEPLOYMENTS} deployments with their pods, events and owners cost one list and watch for each kind, and then nothing`, async () => {
  // Without controllers, so that nobody else asks for these kinds.
  await using rig = await startRig({ clusters: 1, nodes: 0, controllers: false });
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  await ensureNamespace(cluster, "shop");
  await seed(cluster, "shop");
  const document = await readFile(
    new URL("../../schema/operations/deployments-in-depth.graphql", import.meta.url),
    "utf8",
  );
  const read = () => query<Answer>(rig.url, document, { filter: { namespaces: ["shop"] }, first: DEPLOYMENTS });

  const before = await counted(cluster);
  const { deployments } = await read();
  const cold = await counted(cluster);

  expect(deployments).toMatchObject({ totalCount: DEPLOYMENTS, clusterErrors: [] });
  expect(deployments.nodes).toHaveLength(DEPLOYMENTS);
  const happened = { totalCount: 1, nodes: [{ reason: "Happened" }] };
  for (const { id, name, pods, events } of deployments.nodes) {
    expect(events).toMatchObject(happened);
    expect(pods.nodes.map((pod) => pod.name)).toEqual([`${name}-0`, `${name}-1`]);
    for (const pod of pods.nodes) {
      expect(pod.events).toMatchObject(happened);
      expect(pod.owners).toMatchObject([
        { kind: "ReplicaSet", name, object: { owners: [{ kind: "Deployment", name, object: { id } }] } },
      ]);
    }
  }

  for (const kind of kinds) {
    const [was, is] = [before.kinds[kind], cold.kinds[kind]];
    if (!was || !is) throw new Error(`nothing was counted of ${kind}`);
    expect({ kind, watches: is.watches - was.watches }).toEqual({ kind, watches: 1 });
    // None where the watch brings the content along, as it does from Kubernetes 1.34 on.
    expect(is.reads - was.reads, kind).toBeLessThanOrEqual(1);
  }
  const stores = ["apps/deployments", "apps/replicasets", "pods", "events"];
  const once = stores.flatMap((resource) =>
    ["lists", "watches_started"].map((what) => [`fairway_${what}_total ${resource}`, 1]),
  );
  const coldAsked = await asked(rig.url);
  expect(coldAsked).toEqual(Object.fromEntries(once));

  for (let n = 0; n < 5; n += 1) expect((await read()).deployments).toEqual(deployments);
  const warm = await counted(cluster);
  expect(warm.kinds).toEqual(cold.kinds);
  // One for each kind and verb. They are asked again when they are too old, and so may be twice on a slow machine.
  for (const [later, earlier] of [
    [cold, before],
    [warm, cold],
  ] as const) {
    expect(later.reviews - earlier.reviews).toBeLessThanOrEqual(2 * kinds.length);
  }
  expect(await asked(rig.url)).toEqual(coldAsked);
});
