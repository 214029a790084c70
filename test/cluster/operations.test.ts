import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { readCommandLine } from "../../src/config/index.ts";
import { registrationManifests } from "../../src/register.ts";
import { projectRoot } from "../architecture/source-file.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { writeKubeconfig } from "../control-plane/kubeconfig.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { post } from "../support/graphql-client.ts";
import { installHomeKinds } from "../support/home-kinds.ts";

covers(
  "DE-2",
  "roll-outs in waves over many workloads: progress, pause, cancel, undo, kill -9 in mid-step",
  "kube-apiserver with controllers, two gateway processes",
);

const stack = new AsyncDisposableStack();
const dir = mkdtempSync(join(tmpdir(), "fairway-operations-"));
let controlPlane: ControlPlane;
let home: Cluster;
let alpha: Cluster;
let args: readonly string[];
/** Those that run. */
const gateways: GatewayProcess[] = [];

const NAMESPACE = "fairway";
const people = ["alice", "bob", "mallory"].map((name) => ({ name, groups: ["shop"] }));
const rbac = "/apis/rbac.authorization.k8s.io/v1";

beforeAll(async () => {
  stack.defer(() => rmSync(dir, { recursive: true, force: true }));
  const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: projectRoot, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the build failed: ${built.stdout}${built.stderr}`);
  const names = ["home", "alpha"];
  controlPlane = stack.use(
    await startControlPlane({ dir: join(dir, "plane"), clusters: 2, names, people, nodes: 2, audit: true }),
  );
  [home, alpha] = names.map((name) => controlPlane.cluster(name)) as [Cluster, Cluster];

  // In its home the gateway has the rights that it is shipped with, and no others.
  await installHomeKinds(home);
  await home.kubectl(["apply", "-f", "-"], readFileSync(join(projectRoot, "deploy/home-cluster.yaml"), "utf8"));
  const register = readCommandLine(["register", "home"]);
  if (register.kind !== "register") return expect.unreachable();
  // All but the ClusterConnection.
  const rights = parseAllDocuments(registrationManifests(register.options)).slice(0, -1);
  await home.kubectl(["apply", "-f", "-"], rights.map((each) => JSON.stringify(each.toJS())).join("\n---\n"));
  const token = (await home.kubectl(["create", "token", "fairway", "-n", NAMESPACE])).trim();
  const kubeconfig = join(dir, "kubeconfig");
  writeKubeconfig(kubeconfig, [{ ...home.kubeconfigEntry, user: "fairway", token }, alpha.kubeconfigEntry]);
  const config = join(dir, "fairway.yaml");
  writeFileSync(
    config,
    stringify({
      kubeconfig,
      homeCluster: "home",
      homeNamespace: NAMESPACE,
      allowWrites: true,
      authentication: { tokenReview: { clusters: ["home"] } },
      clusters: [{ name: "alpha", accepts: ["cluster:home"] }],
    }),
  );
  args = ["--config", config];

  await alpha.api.request("POST", "/api/v1/namespaces", { metadata: { name: "shop" } });
  const resources = ["deployments", "statefulsets", "daemonsets"];
  const rules = [{ apiGroups: ["apps"], resources, verbs: ["get", "list", "watch", "patch"] }];
  await alpha.api.request("POST", `${rbac}/namespaces/shop/roles`, { metadata: { name: "deployer" }, rules });
  for (const name of ["alice", "mallory"]) await grant(name);
  await home.kubectl([
    "create",
    "rolebinding",
    "operator",
    "-n",
    NAMESPACE,
    "--role=fairway-operations-operator",
    "--user=bob",
  ]);
}, 300_000); // the build of the control plane's parts may be among it
afterEach(async () => {
  // They give the lease back, so that the next one need not wait for its end.
  for (const gateway of gateways.splice(0)) await gateway.stop();
  await cordon(false);
});
afterAll(() => stack.disposeAsync());

const grant = (name: string) =>
  alpha.api.request("POST", `${rbac}/namespaces/shop/rolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "deployer" },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name }],
  });

async function startGateway(): Promise<GatewayProcess> {
  const gateway = await GatewayProcess.start(dir, args);
  gateways.push(gateway);
  return gateway;
}

const deployments = "/apis/apps/v1/namespaces/shop/deployments";
interface DeploymentObject {
  readonly metadata: { readonly generation: number; readonly annotations: Record<string, string> };
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status: { readonly observedGeneration?: number; readonly availableReplicas?: number };
}

/** So many, each with one pod that runs. */
async function deploy(prefix: string, count: number, more: object = {}): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
  for (const name of names) {
    const labels = { app: name };
    const pod = { containers: [{ name: "main", image: "registry.test/main:1" }], terminationGracePeriodSeconds: 0 };
    await alpha.api.request("POST", deployments, {
      metadata: { name },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod }, ...more },
    });
  }
  for (const name of names)
    await waitFor(async () => (await deployed(name)).status.availableReplicas === 1, 60_000, name);
  return names;
}

const deployed = (name: string) => alpha.api.request<DeploymentObject>("GET", `${deployments}/${name}`);
/** By deployment, how often its template or anything else of its spec was changed. */
const changes = async (names: readonly string[]) =>
  Promise.all(names.map(async (name) => (await deployed(name)).metadata.generation - 1));
const cordon = async (unschedulable: boolean) => {
  const { items } = await alpha.api.request<{ items: { metadata: { name: string } }[] }>("GET", "/api/v1/nodes");
  for (const { metadata } of items) {
    const contentType = "application/merge-patch+json";
    await alpha.api.request("PATCH", `/api/v1/nodes/${metadata.name}`, { spec: { unschedulable } }, { contentType });
  }
};

interface Step {
  readonly state: string;
  readonly attempts: number;
  readonly message: string | null;
}
interface Operation {
  readonly id: string;
  readonly name: string;
  readonly phase: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly steps: readonly Step[];
}
interface Payload {
  readonly operation: Operation | null;
  readonly userErrors: readonly { readonly code: string }[];
}

const ask = (gateway: GatewayProcess, person: string, query: string, variables: Record<string, unknown> = {}) =>
  post<Record<string, Payload>>(gateway.url, query, variables, home.tokenOf(person));

async function mutate(gateway: GatewayProcess, person: string, field: string, input: object): Promise<Operation> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { operation { id name phase } userErrors { code message field } } }`;
  const { data, errors } = await ask(gateway, person, query, { input });
  const { operation } = data?.[field] ?? {};
  if (!operation) throw new Error(JSON.stringify(errors ?? data));
  return operation;
}

const start = (gateway: GatewayProcess, names: readonly string[], more: object = {}, person = "alice") =>
  mutate(gateway, person, "rolloutWavesStart", {
    deployments: names.map((name) => ({ cluster: "alpha", namespace: "shop", name })),
    waveSize: { count: 1 },
    ...more,
  });

/** As bob sees it, who may see operations. */
async function shown(gateway: GatewayProcess, { id }: Operation): Promise<Operation> {
  const query =
    "query ($id: ID!) { operation(by: { id: $id }) { id name phase reason message steps { state attempts message } } }";
  const { data, errors } = await ask(gateway, "bob", query, { id });
  const operation = data?.operation as unknown as Operation | null | undefined;
  if (!operation) throw new Error(JSON.stringify({ errors, data }));
  return operation;
}

const becomes = (gateway: GatewayProcess, operation: Operation, phase: string, seconds = 60) =>
  waitFor(
    async () => {
      const now = await shown(gateway, operation);
      return now.phase === phase ? now : undefined;
    },
    seconds * 1000,
    `${operation.name} ${phase}`,
  );
const statesOf = ({ steps }: Operation) => steps.map(({ state }) => state).join(" ");
const byRef = ({ name }: Operation) => ({ by: { ref: { cluster: "home", namespace: NAMESPACE, name } } });

/** The patches that the API server took, of these deployments. */
const patchesOf = (names: readonly string[]) =>
  alpha
    .auditEvents()
    .filter(({ verb, objectRef, responseStatus, user }) => {
      const isOurs = objectRef?.resource === "deployments" && names.includes(objectRef.name ?? "");
      return verb === "patch" && isOurs && user.username === "admin" && responseStatus?.code === 200;
    })
    .map(({ objectRef, impersonatedUser }) => `${objectRef?.name} ${impersonatedUser?.username}`);

test("a replica that is killed the moment its step takes effect is carried on by another, and each step is done once", async () => {
  const names = await deploy("killed", 4);
  const first = await startGateway();
  await cordon(true);
  const operation = await start(first, names, { waveSize: { count: 2 } });
  // Nothing can be scheduled, so the wave waits: the step is begun and not done.
  await waitFor(async () => (await changes(names)).some((count) => count > 0), 30_000, "the first effect");
  await first.kill();
  const second = await startGateway();
  await waitFor(async () => (await shown(second, operation)).steps[0]?.attempts === 2, 60_000, "another replica");
  expect((await changes(names)).slice(2)).toEqual([0, 0]);
  await cordon(false);
  const done = await becomes(second, operation, "SUCCEEDED");
  expect(statesOf(done)).toBe("SUCCEEDED SUCCEEDED");
  expect(await changes(names)).toEqual([1, 1, 1, 1]);
  expect(patchesOf(names).sort()).toEqual(names.map((name) => `${name} alice`));
}, 240_000);

test("replicas that are killed again and again do each step once", async () => {
  // Each wave takes so long, so that the replicas end in the middle of one.
  const names = await deploy("again", 4, { minReadySeconds: 3 });
  const operation = await start(await startGateway(), names);
  await startGateway();
  for (const done of [1, 3]) {
    await waitFor(
      async () => (await changes(names)).filter((count) => count > 0).length >= done,
      90_000,
      `${done} effects`,
    );
    // Whoever leads is among them; the next one has to wait for the end of the lease.
    for (const gateway of gateways.splice(0)) await gateway.kill();
    await startGateway();
  }
  const [last] = gateways as [GatewayProcess];
  const done = await becomes(last, operation, "SUCCEEDED", 120);
  // Taken up again in the middle, as often as replicas ended there.
  expect(done.steps.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThan(done.steps.length);
  expect(await changes(names)).toEqual(names.map(() => 1));
  expect(patchesOf(names)).toEqual(names.map((name) => `${name} alice`));
}, 300_000);

test("who began it may cancel it without rights in the home cluster, and others may not", async () => {
  const names = await deploy("cancelled", 2);
  const gateway = await startGateway();
  await cordon(true);
  const operation = await start(gateway, names);
  await waitFor(async () => (await changes(names))[0] === 1, 60_000, "the first wave");
  await expect(mutate(gateway, "mallory", "operationCancel", byRef(operation))).rejects.toThrow("FORBIDDEN");
  await mutate(gateway, "alice", "operationCancel", byRef(operation));
  expect(statesOf(await becomes(gateway, operation, "CANCELLED"))).toBe("CANCELLED CANCELLED");
  await cordon(false);
  expect(await changes(names)).toEqual([1, 0]);
  const listed = "{ operations { totalCount clusterErrors { code } } }";
  expect(JSON.stringify(await ask(gateway, "alice", listed))).toContain("FORBIDDEN");
  const own = "{ ownOperations { name phase } }";
  const { data } = await ask(gateway, "alice", own);
  expect(data?.ownOperations).toContainEqual({ name: operation.name, phase: "CANCELLED" });
  expect(await ask(gateway, "mallory", own)).toEqual({ data: { ownOperations: [] } });
}, 180_000);

test("waves that are held go on when they are resumed, by who began them or may patch operations", async () => {
  const names = await deploy("held", 3);
  const gateway = await startGateway();
  const operation = await start(gateway, names, { heldBetween: true });
  for (const [done, person] of [
    [1, "alice"],
    [2, "bob"],
  ] as const) {
    const paused = await becomes(gateway, operation, "PAUSED");
    expect(paused.reason).toBe("StepHeld");
    expect(statesOf(paused).match(/SUCCEEDED/g)).toHaveLength(done);
    expect((await changes(names)).filter((count) => count > 0)).toHaveLength(done);
    await mutate(gateway, person, "operationResume", byRef(operation));
    await waitFor(
      async () => (await shown(gateway, operation)).steps[done]?.state !== "PENDING",
      30_000,
      "the next wave",
    );
  }
  await becomes(gateway, operation, "SUCCEEDED");
  expect(await changes(names)).toEqual([1, 1, 1]);
}, 180_000);

test("stateful sets and daemon sets roll out in waves as deployments do, and are given their templates back", async () => {
  const [deployment] = await deploy("mixed", 1);
  const template = {
    metadata: { labels: { app: "mixed-set" } },
    spec: { containers: [{ name: "main", image: "registry.test/main:1" }] },
  };
  const selector = { matchLabels: { app: "mixed-set" } };
  const sets = [
    ["STATEFUL_SET", "statefulsets", { spec: { replicas: 2, serviceName: "mixed", selector, template } }],
    ["DAEMON_SET", "daemonsets", { spec: { selector, template } }],
  ] as const;
  for (const [, resource, body] of sets) {
    await alpha.api.request("POST", `/apis/apps/v1/namespaces/shop/${resource}`, {
      metadata: { name: "mixed" },
      ...body,
    });
    await alpha.kubectl(["rollout", "status", `${resource}/mixed`, "-n", "shop", "--timeout=60s"]);
  }
  const images = async () => {
    const specs = sets.map(([, resource]) =>
      alpha.api.request(`GET`, `/apis/apps/v1/namespaces/shop/${resource}/mixed`),
    );
    const found = (await Promise.all(specs)) as readonly DeploymentObject[];
    return found.map(({ spec }) => spec.template.spec.containers[0]?.image);
  };
  const place = { cluster: "alpha", namespace: "shop" };
  const workloads = [
    { ...place, kind: "DEPLOYMENT", name: deployment },
    ...sets.map(([kind]) => ({ ...place, kind, name: "mixed" })),
  ];
  const gateway = await startGateway();
  const begun = await mutate(gateway, "alice", "rolloutWavesStart", {
    workloads,
    images: [{ container: "main", image: "registry.test/main:2" }],
    waveSize: { count: 1 },
  });
  expect(statesOf(await becomes(gateway, begun, "SUCCEEDED"))).toBe("SUCCEEDED SUCCEEDED SUCCEEDED");
  expect(await images()).toEqual(["registry.test/main:2", "registry.test/main:2"]);
  const undo = await mutate(gateway, "alice", "rolloutWavesUndo", { ...byRef(begun), waveSize: { count: 3 } });
  await becomes(gateway, undo, "SUCCEEDED");
  expect(await images()).toEqual(["registry.test/main:1", "registry.test/main:1"]);
}, 180_000);

test("who is paused begins nothing until it is resumed", async () => {
  const names = await deploy("paused", 2);
  const gateway = await startGateway();
  await cordon(true);
  const operation = await start(gateway, names);
  await waitFor(async () => (await changes(names))[0] === 1, 60_000, "the first wave");
  await mutate(gateway, "alice", "operationPause", byRef(operation));
  expect((await becomes(gateway, operation, "PAUSED")).reason).toBe("PauseRequested");
  await cordon(false);
  await waitFor(
    async () => (await deployed(names[0] as string)).status.observedGeneration === 2,
    30_000,
    "the rollout",
  );
  expect(await changes(names)).toEqual([1, 0]);
  await mutate(gateway, "alice", "operationResume", byRef(operation));
  await becomes(gateway, operation, "SUCCEEDED");
  expect(await changes(names)).toEqual([1, 1]);
}, 180_000);

test("a person whose right is taken away is refused at the next step, and nothing after it is done", async () => {
  const names = await deploy("revoked", 3);
  const gateway = await startGateway();
  const operation = await start(gateway, names, { heldBetween: true }, "mallory");
  await becomes(gateway, operation, "PAUSED");
  await alpha.api.request("DELETE", `${rbac}/namespaces/shop/rolebindings/mallory`);
  await mutate(gateway, "mallory", "operationResume", byRef(operation));
  const failed = await becomes(gateway, operation, "FAILED");
  expect(failed.reason).toBe("FORBIDDEN");
  expect(statesOf(failed)).toBe("SUCCEEDED FAILED PENDING");
  expect(await changes(names)).toEqual([1, 0, 0]);
  await expect(start(gateway, names, {}, "mallory")).rejects.toThrow("FORBIDDEN");
}, 120_000);

test("a wave whose rollout passes its deadline stops the waves after it", async () => {
  const names = await deploy("failing", 3, { progressDeadlineSeconds: 3 });
  const gateway = await startGateway();
  await cordon(true);
  const operation = await start(gateway, names);
  const failed = await becomes(gateway, operation, "FAILED");
  expect(failed).toMatchObject({
    reason: "StepFailed",
    message: expect.stringContaining("exceeded its progress deadline"),
  });
  expect(statesOf(failed)).toBe("FAILED PENDING PENDING");
  expect(await changes(names)).toEqual([1, 0, 0]);
}, 120_000);

test("what waves have changed is taken back to the same template, and so to the same replica sets", async () => {
  const names = await deploy("undone", 2);
  const gateway = await startGateway();
  const sets = async () => {
    const selector = encodeURIComponent(`app in (${names.join()})`);
    const path = `/apis/apps/v1/namespaces/shop/replicasets?labelSelector=${selector}`;
    const { items } = await alpha.api.request<{ items: { metadata: { name: string }; spec: { replicas: number } }[] }>(
      "GET",
      path,
    );
    return items
      .filter(({ spec }) => spec.replicas > 0)
      .map(({ metadata }) => metadata.name)
      .sort();
  };
  const before = await sets();
  const images = [{ container: "main", image: "registry.test/main:2" }];
  const operation = await start(gateway, names, { images, waveSize: { percent: 100 } });
  await becomes(gateway, operation, "SUCCEEDED");
  expect((await deployed(names[0] as string)).spec.template.spec.containers[0]?.image).toBe("registry.test/main:2");
  expect(await sets()).not.toEqual(before);
  const undo = await mutate(gateway, "alice", "rolloutWavesUndo", { ...byRef(operation), waveSize: { percent: 50 } });
  const undone = await becomes(gateway, undo, "SUCCEEDED");
  expect(undone.steps).toHaveLength(2);
  expect(await sets()).toEqual(before);
}, 120_000);

test("an operation that somebody made by hand is not run, whoever it says that he is", async () => {
  const names = await deploy("by-hand", 1);
  const gateway = await startGateway();
  const real = await start(gateway, names);
  await becomes(gateway, real, "SUCCEEDED");
  const path = `/apis/fairway.dev/v1alpha1/namespaces/${NAMESPACE}/operations`;
  type Made = { metadata: { uid: string }; spec: { principal: object }; status: { seal: string } };
  const { spec, status } = await home.api.request<Made>("GET", `${path}/${real.name}`);
  const body = { apiVersion: "fairway.dev/v1alpha1", kind: "Operation", metadata: { name: "by-hand" }, spec };
  const { metadata } = await home.api.request<Made>("POST", path, body);
  // With the seal of another one, as whoever may write the status could copy it.
  const contentType = "application/merge-patch+json";
  await home.api.request("PATCH", `${path}/by-hand/status`, { status: { seal: status.seal } }, { contentType });
  const failed = await waitFor(
    async () => {
      type Failed = { status?: { phase?: string; reason?: string } };
      const object = await home.api.request<Failed>("GET", `${path}/by-hand`);
      return object.status?.phase === "FAILED" ? object.status : undefined;
    },
    60_000,
    "its failure",
  );
  expect(failed.reason).toBe("UNAUTHENTICATED");
  expect(metadata.uid).toEqual(expect.any(String));
  expect(await changes(names)).toEqual([1]);
}, 120_000);
