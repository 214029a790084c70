import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Discovered, type KnownDocuments, readDiscovery } from "../../../src/kubernetes/discovery-documents.ts";
import type { Cluster, ClusterConnection, RequestOptions } from "../../../src/kubernetes/index.ts";
import { kubernetesVersion } from "../../control-plane/assets.ts";
import { waitFor } from "../../control-plane/wait-for.ts";
import { crd, crdsPath } from "../../support/custom-resources.ts";
import { RealCluster } from "./real-cluster.ts";

let real: RealCluster;
let cluster: Cluster;

beforeAll(async () => {
  real = await RealCluster.start();
  cluster = real.connect();
}, 120_000);

afterAll(async () => {
  await cluster.stop();
  await real[Symbol.asyncDispose]();
});

const ref = (name: string, resource = "configmaps") => ({
  cluster: cluster.name,
  resource,
  namespace: "default",
  name,
});

describe("discovery", () => {
  test("finds by aggregated documents what it finds by legacy ones", async () => {
    const legacy = {
      name: cluster.name,
      request: (options: RequestOptions) => cluster.connection.request({ ...options, accept: "application/json" }),
    } as unknown as ClusterConnection;
    const read = async (connection: ClusterConnection) => {
      const seen = await readDiscovery(connection, 10_000, new Map());
      if (seen === "unchanged") throw new Error("unchanged since never");
      return seen;
    };
    const [one, other] = await Promise.all([read(cluster.connection), read(legacy)]);
    const sorted = ({ resources }: Discovered) =>
      resources
        .map((resource) => ({ ...resource, subresources: [...resource.subresources].sort() }))
        .sort((a, b) => `${a.group}/${a.resource}`.localeCompare(`${b.group}/${b.resource}`));
    expect(one.resources.length).toBeGreaterThan(50);
    expect(sorted(one)).toEqual(sorted(other));
    expect([...one.silentGroups, ...other.silentGroups]).toEqual([]);
  });

  test("is not sent again what it has, until that changes", async () => {
    const known: KnownDocuments = new Map();
    await readDiscovery(cluster.connection, 10_000, known);
    expect(await readDiscovery(cluster.connection, 10_000, known)).toBe("unchanged");
    const group = "unchanged.fairway.test";
    await real.plane.api.request("POST", crdsPath, crd(group, "things", "Thing"));
    const served = await waitFor(
      async () => {
        const seen = await readDiscovery(cluster.connection, 10_000, known);
        return seen !== "unchanged" && seen.resources.some((resource) => resource.group === group) ? seen : undefined;
      },
      10_000,
      "the new group",
    );
    // What stands in the document that did not change is still there.
    expect(served.resources.find(({ resource }) => resource === "configmaps")).toBeDefined();
    await real.plane.api.request("DELETE", `${crdsPath}/things.${group}`);
  });

  test("knows built-in kinds by their names", async () => {
    expect(await cluster.discovery.require("deploy")).toMatchObject({
      group: "apps",
      version: "v1",
      kind: "Deployment",
    });
    expect(cluster.discovery.find("events")?.group).toBe("");
    expect(cluster.discovery.find("Node")).toMatchObject({ namespaced: false, resource: "nodes" });
  });
});

test("the health tells the version", async () => {
  await cluster.health.probe();
  expect(cluster.health).toMatchObject({ reachable: true, version: kubernetesVersion });
});

describe("the writer", () => {
  test("creates, patches in every way, and deletes", async () => {
    const { writer } = cluster;
    const created = await writer.create(ref("x"), { metadata: { name: "x" }, data: { a: "1" } });
    expect(created.object.data).toEqual({ a: "1" });
    const merged = await writer.patch(ref("x"), { data: { b: "2" } }, { type: "merge" });
    expect(merged.object.data).toEqual({ a: "1", b: "2" });
    expect(BigInt(merged.resourceVersion)).toBeGreaterThan(BigInt(created.resourceVersion));
    const json = await writer.patch(ref("x"), [{ op: "remove", path: "/data/a" }], { type: "json" });
    expect(json.object.data).toEqual({ b: "2" });
    const strategic = await writer.patch(ref("x"), { data: { c: "3" } }, { type: "strategic", dryRun: true });
    expect(strategic.object.data).toEqual({ b: "2", c: "3" });
    expect((await writer.get(ref("x"))).object.data).toEqual({ b: "2" });
    const { uid } = created.object.metadata;
    const wrong = writer.delete(ref("x"), { preconditions: { uid: "somebody-else" } });
    await expect(wrong).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await writer.delete(ref("x"), { preconditions: { uid } })).toEqual({
      object: null,
      uid,
      resourceVersion: null,
    });
    await expect(writer.get(ref("x"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("applies, and does not take a field from another manager unless by force", async () => {
    const { writer } = cluster;
    const config = (value: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "applied" },
      data: { a: value },
    });
    await writer.patch(ref("applied"), config("1"), { type: "apply", fieldManager: "somebody" });
    const conflict = await writer
      .patch(ref("applied"), config("2"), { type: "apply" })
      .catch((error: unknown) => error);
    expect(conflict).toMatchObject({
      code: "CONFLICT",
      causes: [{ reason: "FieldManagerConflict", field: ".data.a" }],
    });
    const forced = await writer.patch(ref("applied"), config("2"), { type: "apply", force: true });
    expect(forced.object.data).toEqual({ a: "2" });
  });

  test("keeps the causes of a rejection", async () => {
    const rejected = cluster.writer.create(ref(""), { metadata: { name: "No Such Name" } });
    await expect(rejected).rejects.toMatchObject({ code: "INVALID", causes: [{ field: "metadata.name" }] });
  });

  test("keeps fields that this program does not know", async () => {
    const { writer } = cluster;
    const future = { "future.example.com/field": "kept" };
    await writer.create(ref("y"), { metadata: { name: "y", annotations: future, finalizers: ["example.com/hold"] } });
    const patched = await writer.patch(ref("y"), { data: { a: "1" } }, { type: "merge" });
    expect(patched.object.metadata).toMatchObject({ annotations: future, finalizers: ["example.com/hold"] });
    const deleted = await writer.delete(ref("y"), { propagationPolicy: "Background" });
    expect(deleted.object?.metadata.deletionTimestamp).toBeDefined();
    expect(deleted.resourceVersion).not.toBeNull();
    await writer.patch(ref("y"), { metadata: { finalizers: null } }, { type: "merge" });
  });

  test("scales through the subresource", async () => {
    const deployment = {
      metadata: { name: "d" },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: "d" } },
        template: { metadata: { labels: { app: "d" } }, spec: { containers: [{ name: "c", image: "i" }] } },
      },
    };
    await cluster.writer.create(ref("", "apps/deployments"), deployment);
    const scaled = await cluster.writer.patch(
      ref("d", "apps/deployments"),
      { spec: { replicas: 3 } },
      { type: "merge", subresource: "scale" },
    );
    expect(scaled.object).toMatchObject({ kind: "Scale", spec: { replicas: 3 } });
  });
});

test("several impersonated groups reach the API server as several", async () => {
  const { body } = await cluster.connection.request<{ status: { userInfo: unknown } }>({
    method: "POST",
    path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    headers: {
      "impersonate-user": "jane",
      "impersonate-group": ["dev", "ops"],
      "impersonate-extra-scope%2Fx": ["1", "2"],
    },
  });
  expect(body.status.userInfo).toMatchObject({
    username: "jane",
    groups: ["dev", "ops", "system:authenticated"],
    extra: { "scope/x": ["1", "2"] },
  });
});

test("an access review says what RBAC says", async () => {
  const attributes = { verb: "list", group: "", resource: "pods", namespace: "default" };
  expect(await cluster.reviews.selfSubjectAccessReview(attributes)).toBe(true);
  const mallory = real.connect({}, "mallory");
  try {
    expect(await mallory.reviews.selfSubjectAccessReview(attributes)).toBe(false);
  } finally {
    await mallory.stop();
  }
});

test("a wrong token is the cluster's refusal of the gateway, and names no token", async () => {
  const config = real.config();
  const tls = config.credentials().tls;
  const { ClusterConnection } = await import("../../../src/kubernetes/index.ts");
  const credentials = () => ({ tls, user: { name: "x", token: "canary-token" } });
  await using connection = new ClusterConnection({ ...config, credentials }, {}, real.runtime);
  const error = await connection.request({ path: "/api/v1/pods" }).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "CLUSTER_UNAUTHENTICATED", cluster: cluster.name });
  expect(JSON.stringify(error)).not.toContain("canary");
});
