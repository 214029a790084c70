import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { post } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const rules = { upstream: "impersonate", readOnly: false, protected: false, protectedNamespaces: [] } as const;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({
    clusters: 3,
    nodes: 0,
    controllers: false,
    config: {
      allowWrites: true,
      authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } },
      readOnlyCallers: [{ groups: ["ops"] }],
      clusters: [
        { ...rules, name: "alpha", protectedNamespaces: ["vault"] },
        { ...rules, name: "bravo", accepts: ["cluster:alpha"], protected: true },
        { ...rules, name: "charlie", accepts: ["cluster:alpha"], readOnly: true },
      ],
    },
  });
  const verbs = ["create", "get", "patch", "delete"];
  for (const { api } of rig.controlPlane.clusters) {
    await api.request("POST", "/api/v1/namespaces", { metadata: { name: "open" } });
    await api.request("POST", "/api/v1/namespaces", { metadata: { name: "vault" } });
    const annotations = { "fairway.dev/protected": "true" };
    await api.request("POST", "/api/v1/namespaces", { metadata: { name: "marked", annotations } });
    // Nothing that lets anybody see a namespace.
    const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs }];
    await api.request("POST", `${rbac}/clusterroles`, { metadata: { name: "writer" }, rules });
    await api.request("POST", `${rbac}/clusterrolebindings`, {
      metadata: { name: "writer" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "writer" },
      subjects: ["alice", "bob"].map((name) => ({ kind: "User", apiGroup: "rbac.authorization.k8s.io", name })),
    });
  }
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const clusterOf = (name: string): Cluster => rig.controlPlane.cluster(name);
const pathOf = (namespace: string, name: string) => `/api/v1/namespaces/${namespace}/configmaps/${name}`;

interface Deleted {
  readonly resourceDelete: {
    readonly deletedId: string | null;
    readonly userErrors: readonly { readonly code: string }[];
  };
}

const ask = <T>(user: string, query: string, variables: Record<string, unknown> = {}) =>
  post<T>(rig.url, query, variables, rig.controlPlane.tokenOf(user));

async function make(cluster: string, namespace: string, name: string): Promise<void> {
  await clusterOf(cluster).api.request("POST", `/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name } });
}

/** "done", or the code of what kept it from being done. */
async function remove(user: string, by: object, more: object = {}): Promise<string> {
  const query =
    "mutation ($input: ResourceDeleteInput!) { resourceDelete(input: $input) { deletedId userErrors { code } } }";
  const { data, errors } = await ask<Deleted>(user, query, { input: { by, ...more } });
  return String(errors?.[0]?.extensions.code ?? data?.resourceDelete.userErrors[0]?.code ?? "done");
}

const ref = (cluster: string, namespace: string, name: string) => ({
  ref: { cluster, kind: "ConfigMap", namespace, name },
});

test.each([
  ["alpha", "marked"],
  ["alpha", "vault"],
  ["bravo", "open"],
])(
  "in %s, what is in the namespace %s is deleted by name alone, whatever its deleter may see",
  async (cluster, namespace) => {
    await make(cluster, namespace, "precious");
    const place = ref(cluster, namespace, "precious");
    // The watch may bring it a little later than the API server's answer.
    const id = await waitFor(
      async () => {
        const query = "query ($by: ResourceByInput!) { resource(by: $by) { id } }";
        const { data } = await ask<{ resource: { id: string } | null }>("alice", query, { by: place });
        return data?.resource?.id;
      },
      5_000,
      "the object in memory",
    );
    const stays = () => clusterOf(cluster).api.request("GET", pathOf(namespace, "precious"));
    for (const by of [place, { id }]) {
      expect(await remove("alice", by)).toBe("CONFIRMATION_REQUIRED");
      expect(await remove("alice", by, { confirm: namespace })).toBe("CONFIRMATION_REQUIRED");
      expect(await remove("alice", by, { dryRun: true })).toBe("done");
      await stays();
    }
    // To whoever may not delete it, it is like anything else.
    expect(await remove("mallory", place)).toBe("FORBIDDEN");
    expect(await remove("mallory", ref(cluster, "open", "nothing"))).toBe("FORBIDDEN");
    expect(await remove("mallory", ref(cluster, namespace, "nothing"))).toBe("FORBIDDEN");
    expect(await remove("alice", { id }, { confirm: "precious" })).toBe("done");
    await expect(stays()).rejects.toMatchObject({ status: 404 });
  },
);

test("what is not protected is deleted at once; a mark counts from the moment on that it is there", async () => {
  const { api } = clusterOf("alpha");
  await make("alpha", "open", "one");
  await make("alpha", "open", "two");
  expect(await remove("alice", ref("alpha", "open", "one"))).toBe("done");
  const mark = (value: string | null) =>
    api.request(
      "PATCH",
      "/api/v1/namespaces/open",
      { metadata: { annotations: { "fairway.dev/protected": value } } },
      { contentType: "application/merge-patch+json" },
    );
  await mark("true");
  expect(await remove("alice", ref("alpha", "open", "two"))).toBe("CONFIRMATION_REQUIRED");
  await mark(null);
  expect(await remove("alice", ref("alpha", "open", "two"))).toBe("done");
});

test("a cluster, or a caller, takes no writes and says so; nothing reaches the API server", async () => {
  await make("charlie", "open", "kept");
  await make("alpha", "open", "kept");
  const apply = async (user: string, cluster: string) => {
    const objects = [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "new", namespace: "open" } }];
    const query = "mutation ($input: ResourceApplyInput!) { resourceApply(input: $input) { userErrors { code } } }";
    const { errors } = await ask(user, query, { input: { cluster, objects } });
    return errors?.map(({ message, extensions }) => [extensions.code, message]);
  };
  expect(await apply("alice", "charlie")).toEqual([
    ["READ_ONLY", 'Cluster "charlie" takes no writes through this gateway'],
  ]);
  expect(await apply("bob", "alpha")).toEqual([["READ_ONLY", "This gateway takes no writes from this caller"]]);
  expect(await remove("alice", ref("charlie", "open", "kept"), { confirm: "kept" })).toBe("READ_ONLY");
  expect(await remove("bob", ref("alpha", "open", "kept"))).toBe("READ_ONLY");
  expect(await apply("alice", "alpha")).toBeUndefined();
  await clusterOf("charlie").api.request("GET", pathOf("open", "kept"));
  await clusterOf("alpha").api.request("GET", pathOf("open", "kept"));
  await expect(clusterOf("charlie").api.request("GET", pathOf("open", "new"))).rejects.toMatchObject({ status: 404 });
});

test("portals can see which clusters these are", async () => {
  const { data } = await ask<{ clusters: { nodes: object[] } }>(
    "mallory",
    "{ clusters { nodes { name readOnly protected } } }",
  );
  expect(data?.clusters.nodes).toEqual([
    { name: "alpha", readOnly: false, protected: false },
    { name: "bravo", readOnly: false, protected: true },
    { name: "charlie", readOnly: true, protected: false },
  ]);
});
