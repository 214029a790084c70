import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { post } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const role = (name: string, rules: object[]) => ({ metadata: { name }, rules });
const reads = (resources: string[], resourceNames?: string[]) => ({
  apiGroups: [""],
  resources,
  verbs: ["get", "list", "watch"],
  ...(resourceNames && { resourceNames }),
});
const binding = (name: string, kind: "Role" | "ClusterRole", role: string, user: string) => ({
  metadata: { name },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: role },
  subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: user }],
});

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({
    clusters: 1,
    nodes: 0,
    controllers: false,
    config: { allowWrites: true, authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } } },
  });
  const api = alpha().api;
  for (const name of ["red", "green", "blue"]) {
    await api.request("POST", "/api/v1/namespaces", { metadata: { name } });
    for (const each of ["one", "two"]) {
      await api.request("POST", `/api/v1/namespaces/${name}/configmaps`, { metadata: { name: each } });
    }
  }
  await api.request("POST", `${rbac}/clusterroles`, role("reader", [reads(["configmaps"])]));
  await api.request("POST", `${rbac}/clusterroles`, role("by-name", [reads(["configmaps"], ["two"])]));
});
afterAll(() => rig?.[Symbol.asyncDispose]());

function alpha() {
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("a rig has a cluster");
  return cluster;
}

const ask = <T>(user: string, query: string) => post<T>(rig.url, query, {}, rig.controlPlane.tokenOf(user));

async function configMapsOf(user: string): Promise<string[]> {
  const { data } = await ask<{ resources: { totalCount: number; nodes: { namespace: string; name: string }[] } }>(
    user,
    `{ resources(kind: "configmaps", filter: { namespaces: ["red", "green", "blue"] }, first: 500) { totalCount nodes { namespace name } } }`,
  );
  const nodes = data?.resources.nodes ?? [];
  expect(data?.resources.totalCount).toBe(nodes.length);
  return nodes.map(({ namespace, name }) => `${namespace}/${name}`).sort();
}

async function namespacesOf(user: string): Promise<string[]> {
  const { data } = await ask<{ namespaces: { nodes: { name: string }[] } }>(user, "{ namespaces { nodes { name } } }");
  return (data?.namespaces.nodes ?? []).map(({ name }) => name).sort();
}

test("rights in namespaces, and on names, show just that, from the moment on that they are given", async () => {
  const { api } = alpha();
  expect(await configMapsOf("alice")).toEqual([]);
  await api.request("POST", `${rbac}/namespaces/red/rolebindings`, binding("a", "ClusterRole", "reader", "alice"));
  await api.request("POST", `${rbac}/namespaces/green/rolebindings`, binding("a", "ClusterRole", "by-name", "alice"));
  await expect.poll(() => configMapsOf("alice"), { timeout: 5_000 }).toEqual(["green/two", "red/one", "red/two"]);
  expect(await namespacesOf("alice")).toEqual(["green", "red"]);
  expect(await configMapsOf("mallory")).toEqual([]);
  expect(await namespacesOf("mallory")).toEqual([]);
});

test("a name that is granted in the whole cluster shows in each namespace", async () => {
  const { api } = alpha();
  await api.request("POST", `${rbac}/clusterrolebindings`, binding("m", "ClusterRole", "by-name", "mallory"));
  await expect.poll(() => configMapsOf("mallory"), { timeout: 5_000 }).toEqual(["blue/two", "green/two", "red/two"]);
});

test("a right that is taken away is gone within two seconds, and the others stay", async () => {
  const { api } = alpha();
  expect(await configMapsOf("alice")).toContain("red/one");
  await api.request("DELETE", `${rbac}/namespaces/red/rolebindings/a`);
  const began = performance.now();
  await waitFor(async () => !(await configMapsOf("alice")).includes("red/one"), 5_000, "the revocation");
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(await configMapsOf("alice")).toEqual(["green/two"]);
});
