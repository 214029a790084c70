import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Cluster, type ClusterOptions, managers } from "../../../src/kubernetes/index.ts";
import { RealCluster, type RunningStore } from "./real-cluster.ts";

let real: RealCluster;
let stack: AsyncDisposableStack;
let namespace: string;
let namespaces = 0;

beforeAll(async () => {
  real = await RealCluster.start();
}, 120_000);

afterAll(async () => {
  await real[Symbol.asyncDispose]();
});

afterEach(async () => {
  await stack.disposeAsync();
});

const patient: ClusterOptions = { health: { recoveryIntervalMs: 200 } };

/** ConfigMaps of a namespace of the test's own, or another resource. */
async function begin(options: ClusterOptions = patient, resource = "configmaps"): Promise<[RunningStore, Cluster]> {
  stack = new AsyncDisposableStack();
  namespace = `test-${++namespaces}`;
  await real.plane.api.request("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  for (const name of ["a", "b", "c"]) await create(name);
  real.lists.length = 0;
  const cluster = stack.use(real.connect(options));
  const store = stack.use(real.store(cluster, resource, namespace));
  return [store, cluster];
}

const path = (name = "") => `/api/v1/namespaces/${namespace}/configmaps${name && `/${name}`}`;
const create = (name: string) => real.plane.api.request("POST", path(), { metadata: { name }, data: { key: "value" } });
const remove = (name: string) => real.plane.api.request("DELETE", path(name));
const change = (name: string, data: object) =>
  real.plane.api.request("PATCH", path(name), { data }, { contentType: "application/merge-patch+json" });

describe.each([
  ["by a streamed list", true, "configmaps by watch-list"],
  ["by pages", false, "configmaps by paged"],
])("a store that is filled %s", (_, watchList, mode) => {
  test("holds what the API server holds, and follows it", async () => {
    const [store] = await begin({ reflector: { watchList, pageSize: 2 } });
    await store.until(() => store.isLive);
    expect(store.names).toEqual(["a", "b", "c"]);
    expect(real.lists).toEqual([mode]);

    await create("d");
    await change("a", { key: "other" });
    await remove("b");
    await store.until(() => store.changes.length === 3);
    expect(store.changes).toEqual(["+ d", "~ a", "- b"]);

    type Metadata = { managedFields?: readonly { apiVersion: string }[]; [managers]?: unknown };
    type List = { metadata: { resourceVersion: string }; items: { metadata: Metadata }[] };
    const { items } = await real.plane.api.request<List>("GET", path());
    for (const { metadata } of items) {
      // Nobody but this test has written, in one version and without a name.
      metadata[managers] = [{ manager: "unknown", apiVersion: metadata.managedFields?.[0]?.apiVersion }];
      delete metadata.managedFields;
    }
    const expected = items.map((item) => ({ apiVersion: "v1", kind: "ConfigMap", ...item }));
    expect([...store.store.scan("all")].map(({ object }) => object)).toEqual(expect.arrayContaining(expected));
    expect(store.names).toHaveLength(expected.length);
  });
});

test("the epoch of a store is the UID of the namespace kube-system", async () => {
  const [store] = await begin();
  await store.until(() => store.isLive);
  const { metadata } = await real.plane.api.request<{ metadata: { uid: string } }>(
    "GET",
    "/api/v1/namespaces/kube-system",
  );
  expect(store.store.at?.epoch).toBe(metadata.uid);
});

test("a deletion's position is that of the deletion", async () => {
  const [store] = await begin();
  await store.until(() => store.isLive);
  const before = store.store.at;
  await remove("a");
  await store.until(() => store.changes.length === 1);
  expect(BigInt(store.store.at?.rv ?? 0)).toBeGreaterThan(BigInt(before?.rv ?? 0));
});

test("a watch that is cut is resumed without a list, and what happened meanwhile arrives once", async () => {
  const [store] = await begin();
  await store.until(() => store.isLive);
  real.proxy.refuse(true);
  await store.until(() => store.error === "CLUSTER_UNAVAILABLE");
  await create("d");
  await remove("a");
  await change("b", { key: "other" });
  real.proxy.refuse(false);
  await store.until(() => store.isLive && store.changes.length === 3);
  expect(store.changes).toEqual(["+ d", "- a", "~ b"]);
  real.proxy.cut();
  await create("e");
  await store.until(() => store.changes.length === 4);
  expect(store.changes.at(-1)).toBe("+ e");
  expect(real.lists).toHaveLength(1);
});

test("a frozen API server is noticed within ten seconds with the intervals of a default, and resumed when it thaws", async () => {
  const [store] = await begin({});
  await store.until(() => store.isLive);
  const frozenAt = Date.now();
  real.plane.signal("apiserver", "SIGSTOP");
  try {
    await store.until(() => store.error === "CLUSTER_TIMEOUT");
    expect(Date.now() - frozenAt).toBeLessThan(10_000);
    const health = store.store.health;
    expect(health?.state === "stale" && health.since - frozenAt).toBeLessThan(1_000);
  } finally {
    real.plane.signal("apiserver", "SIGCONT");
  }
  await store.until(() => store.isLive);
  await create("d");
  await store.until(() => store.changes.length === 1);
  expect(store.changes).toEqual(["+ d"]);
  expect(real.lists).toHaveLength(1);
}, 60_000);

test("a connection that is frozen though its server lives does not keep its watch for ever", async () => {
  const [store] = await begin({ health: { intervalMs: 200, timeoutMs: 400, recoveryIntervalMs: 100 } });
  await store.until(() => store.isLive);
  real.proxy.freeze();
  await store.until(() => store.error !== undefined);
  // What is frozen stays so; only new connections work. A watch that was kept would never say anything again.
  await store.until(() => store.isLive);
  await create("d");
  await store.until(() => store.changes.length === 1);
  expect(real.lists).toHaveLength(1);
  real.proxy.cut();
}, 30_000);

test("after a crash and a restart the difference arrives, deletions too, and nothing else", async () => {
  const [store] = await begin();
  await store.until(() => store.isLive);
  real.proxy.refuse(true);
  await store.until(() => store.error === "CLUSTER_UNAVAILABLE");
  await remove("a");
  await change("b", { key: "other" });
  await create("d");
  // The cache of the new process begins now, so the version to resume from is too old for it.
  real.plane.signal("apiserver", "SIGKILL");
  await real.plane.startPart("apiserver");
  real.proxy.refuse(false);
  await store.until(() => store.isLive);
  await store.until(() => store.changes.length >= 3);
  expect([...store.changes].sort()).toEqual(["+ d", "- a", "~ b"]);
  expect(store.names).toEqual(["b", "c", "d"]);
  await create("e");
  await store.until(() => store.changes.length === 4);
  expect(store.changes.at(-1)).toBe("+ e");
}, 60_000);

test("values of Secrets are nowhere in a store", async () => {
  const [store] = await begin(patient, "secrets");
  const canary = `canary-${namespace}`;
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": canary, note: "kept" };
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  await real.plane.api.request("POST", secrets, {
    metadata: { name: "s", annotations },
    stringData: { password: canary },
  });
  await store.until(() => store.names.includes("s"));
  const object = store.object("s");
  expect(object?.dataSizes).toEqual({ password: canary.length });
  expect(object?.metadata.annotations).toEqual({ note: "kept" });
  const encoded = Buffer.from(canary).toString("base64");
  expect(JSON.stringify(object)).not.toContain(canary);
  expect(JSON.stringify(object)).not.toContain(encoded);
});

test("a store says that it is forbidden to whom it is, until it no longer is", async () => {
  await begin();
  const cluster = stack.use(real.connect(patient, "mallory"));
  const store = stack.use(real.store(cluster, "configmaps", namespace));
  await store.until(() => store.error === "FORBIDDEN");
  expect(store.store.at).toBeNull();
  const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["list", "watch"] }];
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  await real.plane.api.request("POST", `${rbac}/roles`, { metadata: { name: "reader" }, rules });
  await real.plane.api.request("POST", `${rbac}/rolebindings`, {
    metadata: { name: "reader" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "mallory" }],
  });
  await store.until(() => store.isLive);
  expect(store.names).toEqual(["a", "b", "c"]);
});
