import { afterAll, beforeAll, expect, test } from "vitest";
import { covers } from "../support/covers.ts";
import { post } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("VI-1", "whom a cluster takes the caller for, as kubectl auth whoami says", "kube-apiserver, kubectl");
covers(
  "VI-1",
  "who asks, what he may do as the API server decides, his limits; the status, for operators",
  "kube-apiserver",
);

const rbac = "/apis/rbac.authorization.k8s.io/v1";
let rig: Rig;

beforeAll(async () => {
  const authentication = { jwt: [], tokenReview: { clusters: ["alpha"] } };
  rig = await startRig({ clusters: 1, nodes: 0, controllers: false, config: { authentication, allowWrites: true } });
});
afterAll(() => rig?.[Symbol.asyncDispose]());

function alpha() {
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("a rig has a cluster");
  return cluster;
}

const ask = <T>(user: string, query: string, variables: Record<string, unknown> = {}) =>
  post<T>(rig.url, query, variables, rig.controlPlane.tokenOf(user));

interface Seen {
  readonly viewer: { readonly can: { readonly allowed: boolean; readonly reason: string | null } };
}

async function can(user: string, access: object): Promise<boolean> {
  const query = "query ($access: ViewerCanInput!) { viewer { can(access: $access) { allowed reason } } }";
  const { data, errors } = await ask<Seen>(user, query, { access: { cluster: "alpha", ...access } });
  if (!data) throw new Error(JSON.stringify(errors));
  expect(data.viewer.can.reason === null).toBe(data.viewer.can.allowed);
  return data.viewer.can.allowed;
}

async function grant(user: string, name: string, rules: readonly object[]): Promise<void> {
  const { api } = alpha();
  await api.request("POST", `${rbac}/clusterroles`, { metadata: { name }, rules });
  await api.request("POST", `${rbac}/clusterrolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: user }],
  });
}

test("the viewer is who the API server says, and is told his limits", async () => {
  const { data } = await ask<{ viewer: object }>(
    "alice",
    "{ viewer { username groups cluster limits { operations operationsRunning pointsLeft costBurst } } }",
  );
  expect(data?.viewer).toMatchObject({
    username: "alice",
    groups: expect.arrayContaining(["system:authenticated"]),
    cluster: "alpha",
    limits: { operations: 50, operationsRunning: 1 },
  });
});

test("what the viewer may do is what the API server decides, from the moment on that it is granted", async () => {
  const scale = { verb: "patch", kind: "Deployment", subresource: "scale", namespace: "default", name: "web" };
  expect(await can("alice", scale)).toBe(false);
  await grant("alice", "scaler", [
    { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["patch"], resourceNames: ["web"] },
  ]);
  await expect.poll(() => can("alice", scale), { timeout: 5_000 }).toBe(true);
  expect(await can("alice", { ...scale, name: "other" })).toBe(false);
  expect(await can("alice", { verb: "patch", kind: "apps/deployments" })).toBe(false);
  expect(await can("mallory", scale)).toBe(false);
});

test("the gateway's status is for those who may get gateways", async () => {
  interface Status {
    readonly gateway: {
      readonly version: string;
      readonly status: { readonly stores: readonly { readonly resource: string; readonly synced: boolean }[] } | null;
    };
  }
  const STATUS =
    "{ gateway { version status { subscriptions answers { entries bytes hits } unreachableClusters stores { cluster resource objects synced stale } } } }";
  const { data, errors } = await ask<Status>("alice", STATUS);
  expect(data?.gateway).toEqual({ version: "0.0.0", status: null });
  expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  await grant("alice", "operator", [
    { apiGroups: ["fairway.dev"], resources: ["gateways"], verbs: ["get"] },
    { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
  ]);
  await expect
    .poll(async () => (await ask<Status>("alice", `{ resources(kind: "configmaps") { totalCount } }`)).errors, {
      timeout: 5_000,
    })
    .toBeUndefined();
  await expect
    .poll(async () => (await ask<Status>("alice", STATUS)).data?.gateway.status?.stores ?? [], { timeout: 5_000 })
    .toContainEqual(expect.objectContaining({ cluster: "alpha", resource: "configmaps", synced: true, stale: false }));
});

test("whom a cluster takes the viewer for is what kubectl says of him", async () => {
  const cluster = alpha();
  const token = cluster.tokenOf("alice");
  const said = await cluster.kubectl(["auth", "whoami", "--output=json", `--token=${token}`, "--user="]);
  const { userInfo } = (
    JSON.parse(said) as { status: { userInfo: { username: string; groups: string[]; uid?: string } } }
  ).status;
  expect(userInfo.username).toBe("alice");
  const document =
    "query ($cluster: String!) { viewer { username identity(cluster: $cluster) { cluster username groups uid extra { name values } } } }";
  const { data } = await ask<{ viewer: { identity: { groups: string[] } } }>("alice", document, { cluster: "alpha" });
  expect(data?.viewer.identity).toMatchObject({
    cluster: "alpha",
    username: userInfo.username,
    uid: userInfo.uid ?? null,
  });
  expect(new Set(data?.viewer.identity.groups)).toEqual(new Set(userInfo.groups));

  const { data: none, errors } = await ask("alice", document, { cluster: "nowhere" });
  expect(none).toMatchObject({ viewer: { username: "alice", identity: null } });
  expect(errors).toMatchObject([{ extensions: { code: "UNKNOWN_CLUSTER" } }]);
});
