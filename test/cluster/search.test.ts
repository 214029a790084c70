import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { covers } from "../support/covers.ts";
import { post } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("RE-1", "search over kinds and clusters, within what the caller may see", "two kube-apiservers");

const rbac = "/apis/rbac.authorization.k8s.io/v1";
let rig: Rig;

beforeAll(async () => {
  const authentication = { jwt: [], tokenReview: { clusters: ["alpha", "bravo"] } };
  rig = await startRig({ clusters: 2, nodes: 0, controllers: false, config: { authentication } });
  for (const { api } of rig.controlPlane.clusters) {
    for (const namespace of ["red", "green"]) {
      await api.request("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
      const path = `/api/v1/namespaces/${namespace}`;
      await api.request("POST", `${path}/configmaps`, { metadata: { name: "shop-settings" } });
      await api.request("POST", `${path}/secrets`, { metadata: { name: "keys", labels: { app: "shop" } } });
      const template = {
        metadata: { labels: { a: "b" } },
        spec: { containers: [{ name: "c", image: "registry.example/shop:1" }] },
      };
      const spec = { selector: { matchLabels: { a: "b" } }, template };
      await api.request("POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, {
        metadata: { name: "front" },
        spec,
      });
    }
    const rules = [
      { apiGroups: ["", "apps"], resources: ["configmaps", "deployments"], verbs: ["get", "list", "watch"] },
    ];
    await api.request("POST", `${rbac}/clusterroles`, { metadata: { name: "some" }, rules });
  }
  const [alpha] = rig.controlPlane.clusters;
  await alpha?.api.request("POST", `${rbac}/namespaces/red/rolebindings`, {
    metadata: { name: "alice" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "some" },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" }],
  });
});
afterAll(() => rig?.[Symbol.asyncDispose]());

interface Found {
  readonly search: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly {
      readonly cluster: string;
      readonly kind: string;
      readonly namespace: string;
      readonly name: string;
    }[];
    readonly clusterErrors: readonly object[];
  };
}

async function search(user: string, text: string): Promise<Found["search"]> {
  const document = await readFile(new URL("../../schema/operations/search.graphql", import.meta.url), "utf8");
  const { data, errors } = await post<Found>(rig.url, document, { text }, rig.controlPlane.tokenOf(user));
  if (!data) throw new Error(JSON.stringify(errors));
  return data.search;
}
const shown = ({ nodes }: Found["search"]) =>
  nodes.map(({ cluster, kind, namespace, name }) => `${cluster} ${namespace} ${kind} ${name}`);

test("a search shows, and counts, what the caller may see of each kind, cluster and namespace", async () => {
  await expect
    .poll(async () => shown(await search("alice", "shop")), { timeout: 15_000 })
    .toEqual(["alpha red ConfigMap shop-settings", "alpha red Deployment front"]);
  expect(await search("alice", "shop")).toMatchObject({ totalCount: 2, clusterErrors: [] });
  expect(await search("mallory", "shop")).toMatchObject({ totalCount: 0, nodes: [] });
});
