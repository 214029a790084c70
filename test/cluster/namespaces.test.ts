import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { published } from "../support/published.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("CL-3", "create, delete, and what keeps one that is deleted", "kube-controller-manager");
covers("CL-3", "quotas with what is used, limit ranges, counts", "kube-controller-manager");

const merge = { contentType: "application/merge-patch+json" };
let rig: Rig;
let cluster: Cluster;

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 1, config: { allowWrites: true } });
  [cluster] = rig.controlPlane.clusters as [Cluster];
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const api = <T>(path: string) => cluster.api.request<T>("GET", path);
async function run<T>(name: string, variables: Record<string, unknown>): Promise<T> {
  return query<T>(rig.url, await published(name), variables);
}

const byName = (name: string) => ({ by: { ref: { cluster: cluster.name, name } } });

describe("namespaces", () => {
  const path = "/api/v1/namespaces/quotas";
  interface Use {
    readonly resource: string;
    readonly used: string | null;
    readonly usedNumber: number | null;
    readonly usedRatio: number | null;
  }
  interface Shown {
    readonly namespace: {
      readonly resourceQuotas: {
        readonly nodes: readonly { readonly fullestRatio: number | null; readonly uses: readonly Use[] }[];
      };
      readonly limitRanges: { readonly nodes: readonly object[] };
      readonly pods: { readonly totalCount: number };
      readonly workloads: { readonly totalCount: number };
    };
  }
  const shown = () => run<Shown>("namespace-quotas", { by: { ref: { cluster: cluster.name, name: "quotas" } } });

  test("have quotas of which the controller counts the use, and limit ranges that pods are given", async () => {
    await ensureNamespace(cluster, "quotas");
    const hard = { pods: "4", "requests.cpu": "1", "requests.memory": "1Gi" };
    await cluster.api.request("POST", `${path}/resourcequotas`, { metadata: { name: "most" }, spec: { hard } });
    await cluster.api.request("POST", `${path}/limitranges`, {
      metadata: { name: "bounds" },
      spec: { limits: [{ type: "Container", defaultRequest: { cpu: "250m", memory: "128Mi" }, max: { cpu: "2" } }] },
    });
    const uses = async () => (await shown()).namespace.resourceQuotas.nodes[0];
    await waitFor(async () => (await uses())?.fullestRatio === 0, 20_000, "the first count");
    // The server applies the defaults once it knows of them.
    await waitFor(
      async () => (await api<{ items: unknown[] }>(`${path}/limitranges`)).items.length === 1,
      10_000,
      "the limit range",
    );
    const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "main", image: "x:1" }] } };
    await cluster.api.request("POST", "/apis/apps/v1/namespaces/quotas/deployments", {
      metadata: { name: "web" },
      spec: { replicas: 3, selector: { matchLabels: { app: "web" } }, template },
    });
    const counted = await waitFor(
      async () => {
        const quota = await uses();
        return quota?.uses.find(({ resource }) => resource === "pods")?.usedNumber === 3 ? quota : undefined;
      },
      30_000,
      "three pods counted",
    );
    expect(counted.uses).toMatchObject([
      { resource: "pods", hard: "4", used: "3", usedNumber: 3, usedRatio: 0.75 },
      { resource: "requests.cpu", hard: "1", used: "750m", usedNumber: 0.75, usedRatio: 0.75 },
      { resource: "requests.memory", hard: "1Gi", used: "384Mi", usedNumber: 384 * 2 ** 20, usedRatio: 0.375 },
    ]);
    const described = await cluster.kubectl(["-n", "quotas", "describe", "quota", "most"]);
    for (const { resource, used } of counted.uses) expect(described).toMatch(new RegExp(`${resource} +${used} `));
    const { namespace } = await shown();
    expect(namespace).toMatchObject({
      limitRanges: {
        nodes: [
          { name: "bounds", limits: [{ type: "Container", max: { cpu: "2" }, defaultRequest: { cpu: "250m" } }] },
        ],
      },
      pods: { totalCount: 3 },
      workloads: { totalCount: 1 },
    });
  });

  test("whose quota is used up are found by that", async () => {
    const find = async (exhausted: boolean) => {
      const { resourceQuotas } = await query<{ resourceQuotas: { nodes: { namespace: string }[] } }>(
        rig.url,
        "query ($filter: ResourceQuotaFilter) { resourceQuotas(filter: $filter) { nodes { namespace } } }",
        { filter: { clusters: [cluster.name], exhausted } },
      );
      return resourceQuotas.nodes.map(({ namespace }) => namespace);
    };
    expect([await find(true), await find(false)]).toEqual([[], ["quotas"]]);
    await cluster.kubectl(["-n", "quotas", "scale", "deployment/web", "--replicas=9"]);
    await waitFor(async () => (await find(true)).includes("quotas"), 30_000, "nothing is left");
    expect(await find(false)).toEqual([]);
  });

  test("come and go in the stream of them", async () => {
    const seen: string[] = [];
    type Delta = { namespaceEvents: { changes: { type: string; object: { name: string; phase: string } | null }[] } };
    const subscription = subscribe<Delta>(
      rig.url,
      'subscription { namespaceEvents(filter: { name: { startsWith: "passing" } }) { changes { type object { name phase } } } }',
      {},
      ({ data }) => {
        for (const { type, object } of data?.namespaceEvents.changes ?? []) seen.push(`${type} ${object?.phase}`);
      },
    );
    interface Written {
      readonly userErrors: readonly object[];
    }
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "passing-by" } };
    const { resourceApply } = await run<{ resourceApply: Written }>("resource-apply", {
      input: { cluster: cluster.name, objects: [namespace] },
    });
    expect(resourceApply.userErrors).toEqual([]);
    await waitFor(() => seen.includes("ADDED ACTIVE"), 10_000, "the namespace");
    // Something in it keeps it from going, and it says so.
    const held = "/api/v1/namespaces/passing-by/configmaps";
    await cluster.api.request("POST", held, { metadata: { name: "held", finalizers: ["example.com/hold"] } });
    const { resourceDelete } = await run<{ resourceDelete: Written }>("resource-delete", {
      input: { by: { ref: { cluster: cluster.name, kind: "namespaces", name: "passing-by" } } },
    });
    expect(resourceDelete.userErrors).toEqual([]);
    await waitFor(() => seen.includes("MODIFIED TERMINATING"), 10_000, "its end");
    const conditions = async () => {
      const found = await query<{ namespace: { conditions: { type: string; status: string; message: string }[] } }>(
        rig.url,
        "query ($by: NamespaceByInput!) { namespace(by: $by) { conditions { type status message } } }",
        byName("passing-by"),
      );
      return found.namespace.conditions.find(({ type }) => type === "NamespaceFinalizersRemaining");
    };
    const kept = await waitFor(
      async () => {
        const found = await conditions();
        return found?.status === "TRUE" ? found : undefined;
      },
      30_000,
      "what keeps it",
    );
    expect(kept.message).toContain("example.com/hold");
    await cluster.api.request("PATCH", `${held}/held`, { metadata: { finalizers: null } }, merge);
    await waitFor(() => seen.at(-1)?.startsWith("DELETED"), 40_000, "that it is gone");
    expect([seen[0], ...new Set(seen.slice(1, -1))]).toEqual(["ADDED ACTIVE", "MODIFIED TERMINATING"]);
    await subscription.close();
  });
});
