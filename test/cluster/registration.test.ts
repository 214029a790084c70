import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { startGateway } from "../support/rig.ts";

covers("CL-4", "ClusterConnections made, changed and removed while the gateway runs", "kube-apiserver");

const stack = new AsyncDisposableStack();
let controlPlane: ControlPlane;
let home: Cluster;
let member: Cluster;
let gateway: Gateway;

const NAMESPACE = "fairway";

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), "fairway-test-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  controlPlane = stack.use(
    await startControlPlane({
      dir,
      clusters: 2,
      names: ["home", "member"],
      nodes: 0,
      controllers: false,
      ownTokens: true,
    }),
  );
  home = controlPlane.cluster("home");
  member = controlPlane.cluster("member");
  await home.kubectl(["create", "namespace", NAMESPACE]);
  gateway = stack.use(await startGateway(home.kubeconfig, { homeCluster: "home", homeNamespace: NAMESPACE }));
}, 120_000);

afterAll(() => stack.disposeAsync());

const secret = (values: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "member-credential", namespace: NAMESPACE },
  // Not as stringData: what is no longer in there stays in the data.
  data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
});

const connection = (spec: object, name = "member") => ({
  apiVersion: "fairway.dev/v1alpha1",
  kind: "ClusterConnection",
  metadata: { name, namespace: NAMESPACE },
  spec: { secretRef: { name: "member-credential" }, ...spec },
});

const apply = (...objects: object[]) =>
  home.kubectl(["apply", "-f", "-"], objects.map((object) => JSON.stringify(object)).join("\n---\n"));

interface Status {
  readonly status?: {
    readonly version?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
  };
}

/** As in `Registered=True/Registered Reachable=False/ClusterUnavailable`. */
async function conditions(name = "member"): Promise<string> {
  const path = `/apis/fairway.dev/v1alpha1/namespaces/${NAMESPACE}/clusterconnections/${name}`;
  const { status } = await home.api.request<Status>("GET", path);
  return (status?.conditions ?? []).map(({ type, status, reason }) => `${type}=${status}/${reason}`).join(" ");
}

const becomes = (expected: string, name?: string) =>
  waitFor(async () => (await conditions(name)) === expected, 20_000, expected);

interface Listed {
  readonly clusters: { readonly nodes: readonly { readonly name: string }[] };
  readonly namespaces: {
    readonly nodes: readonly { readonly cluster: string; readonly name: string }[];
    readonly clusterErrors: readonly { readonly cluster: string; readonly code: string }[];
  };
}

const list = () =>
  query<Listed>(
    gateway.url,
    "{ clusters { nodes { name } } namespaces(first: 500) { nodes { cluster name } clusterErrors { cluster code } } }",
  );

const shown = async () => [...new Set((await list()).namespaces.nodes.map(({ cluster }) => cluster))].sort();

test("a ClusterConnection brings a cluster into queries and running subscriptions within 5 s, and takes it out again", async () => {
  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    gateway.url,
    `subscription { resourceEvents(kind: "namespaces") { ${deltaFields.replace("... on Object", "... on Resource")} } }`,
    {},
    (response) => state.take("resourceEvents", response),
  );
  const streamed = () => [...new Set([...state.objects.values()].map(({ cluster }) => cluster))].sort();
  await waitFor(() => state.synced, 10_000, "SYNCED");
  expect(await shown()).toEqual(["home"]);

  const crd = await readFile(new URL("../../deploy/crds/fairway.dev_clusterconnections.yaml", import.meta.url), "utf8");
  await home.kubectl(["apply", "-f", "-"], crd);
  await home.kubectl(["wait", "--for=condition=Established", "crd/clusterconnections.fairway.dev"]);
  const credential = { token: member.admin.token, "ca.crt": member.caData };
  const appliedAt = performance.now();
  await apply(secret(credential), connection({ server: member.server, labels: { region: "north" } }));
  await waitFor(() => streamed().length === 2, 15_000, "the objects of the new cluster in the stream");
  await waitFor(async () => (await shown()).length === 2, 10_000, "the objects of the new cluster in queries");
  const tookMs = performance.now() - appliedAt;
  console.log(`a cluster is in queries and streams ${Math.round(tookMs)} ms after kubectl apply began`);
  expect(tookMs).toBeLessThan(5_000);
  await becomes("Registered=True/Registered Reachable=True/Answers");

  const deletedAt = performance.now();
  await home.kubectl(["delete", "clusterconnection", "member", "-n", NAMESPACE]);
  await waitFor(() => streamed().join() === "home", 15_000, "the objects of the cluster gone from the stream");
  expect(performance.now() - deletedAt).toBeLessThan(5_000);
  expect(await shown()).toEqual(["home"]);
  expect((await list()).clusters.nodes).toEqual([{ name: "home" }]);
  expect(state.breaks).toEqual([]);
  await subscription.close();
}, 90_000);

test("a Secret that changes changes the credential without a restart; one that is no use changes nothing", async () => {
  const server = { server: member.server };
  // It has left, and nobody watches it.
  await member.kubectl(["create", "namespace", "while-away"]);
  const bad = { token: "canary-not-a-token", "ca.crt": member.caData };
  await apply(secret(bad), connection(server));
  await becomes("Registered=True/Registered Reachable=False/ClusterUnauthenticated");
  const { clusterErrors } = (await list()).namespaces;
  expect(clusterErrors).toEqual([{ cluster: "member", code: "CLUSTER_UNAUTHENTICATED" }]);

  await apply(secret({ ...bad, token: member.admin.token }));
  await becomes("Registered=True/Registered Reachable=True/Answers");
  expect(await shown()).toEqual(["home", "member"]);
  const names = (await list()).namespaces.nodes.map(({ cluster, name }) => `${cluster}/${name}`);
  expect(names).toContain("member/while-away");

  await apply(secret({ token: "" }));
  await becomes("Registered=False/CredentialInvalid Reachable=True/Answers");
  expect(await shown()).toEqual(["home", "member"]);

  // To take the Secret away is to take the credential away.
  await home.kubectl(["delete", "secret", "member-credential", "-n", NAMESPACE]);
  await becomes("Registered=False/SecretNotFound Reachable=Unknown/NotRegistered");
  expect(await shown()).toEqual(["home"]);
}, 90_000);

test("a kubeconfig in the Secret does as well, unless it names files or programs", async () => {
  const kubeconfig = await readFile(member.kubeconfig, "utf8");
  await apply(secret({ kubeconfig }), connection({}));
  await becomes("Registered=True/Registered Reachable=True/Answers");
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "/bin/true" };
  const parsed = JSON.parse(kubeconfig) as { users: { user: object }[] };
  const programs = { ...parsed, users: parsed.users.map((each) => ({ ...each, user: { exec } })) };
  await apply(secret({ kubeconfig: JSON.stringify(programs) }));
  await becomes("Registered=False/CredentialInvalid Reachable=True/Answers");
  expect(await shown()).toEqual(["home", "member"]);
}, 90_000);

test("a name that the kubeconfig has is the kubeconfig's", async () => {
  const credential = { token: member.admin.token, "ca.crt": member.caData };
  await apply(secret(credential), connection({ server: member.server }, "home"));
  await becomes("Registered=False/NameTaken Reachable=Unknown/NotRegistered", "home");
  expect(await shown()).toContain("home");
}, 90_000);
