import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { currentSeq } from "../../src/state/index.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { Random } from "../support/random.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { byToken } from "./by-token.ts";
import { binding, role, type Subject } from "./grants.ts";

const STEPS = 120;
const SEED = Number(process.env.FAIRWAY_SEED ?? 1);
const namespaces = ["reuse-a", "reuse-b", "reuse-c"];
const apps = ["web", "api", "job"];
const RBAC = "/apis/rbac.authorization.k8s.io/v1";

const rules = [
  { apiGroups: ["apps"], resources: ["*"], verbs: ["get", "list", "watch"] },
  {
    apiGroups: [""],
    resources: ["pods", "events", "services", "configmaps", "secrets"],
    verbs: ["get", "list", "watch"],
  },
];
const user = (name: string): Subject => ({ kind: "User", name });
/** Sees all; the first namespace; the first two, and later what the seed says; nothing. Two see the same. */
const people = ["anna", "ben", "cleo", "dora", "emil"];

let rig: Rig;
let alpha: Cluster;
interface Asked {
  readonly name: string;
  readonly query: string;
  readonly variables: object;
}

let documents: readonly Asked[];

beforeAll(async () => {
  rig = await startRig({
    clusters: 2,
    nodes: 2,
    people: people.map((name) => ({ name, groups: [] })),
    config: byToken,
  });
  [alpha] = rig.controlPlane.clusters as [Cluster];
  for (const namespace of namespaces) {
    await alpha.api.request("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
    for (const { path, body } of [
      role(namespace, "reader", rules),
      binding(
        namespace,
        "reader",
        { kind: "Role", name: "reader" },
        namespace === "reuse-a" ? ["ben", "cleo", "emil"].map(user) : [],
      ),
    ])
      await alpha.api.request("POST", path, body);
    for (const app of apps) await alpha.api.request("POST", deployments(namespace), deployment(app));
  }
  for (const { path, body } of [
    role("", "reuse-everything", rules),
    binding("", "reuse-everything", { kind: "ClusterRole", name: "reuse-everything" }, [user("anna")]),
  ])
    await alpha.api.request("POST", path, body);
  documents = await published();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const deployments = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`;

function deployment(name: string): object {
  const template = {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: "main", image: "example.com/app:1" }] },
  };
  return {
    metadata: { name, labels: { app: name, "app.kubernetes.io/part-of": "shop" } },
    spec: { replicas: 2, selector: { matchLabels: { app: name } }, template },
  };
}

/** Every published query, each with variables under which it has something to show. */
async function published(): Promise<readonly Asked[]> {
  const ref = { cluster: "alpha", namespace: "reuse-a", name: "web" };
  const by = { ref };
  const config = { namespace: "reuse-a", name: "kube-root-ca.crt" };
  // No Prometheus is configured, and no cluster serves figures: what is compared is their absence.
  const range = { lastSeconds: 60 };
  const variables: Readonly<Record<string, readonly object[]>> = {
    // Of none that is configured nothing can be asked, and the refusal is the same for all.
    "alert-rules": [{ prometheus: "none" }],
    // No Alertmanager is configured: what is compared is the absence of alerts.
    alerts: [{}],
    application: [{ name: "shop" }],
    "application-portability": [{ name: "shop", to: { cluster: "bravo", namespace: "reuse-a" } }],
    "applications-overview": [{}],
    "certificates-expiring": [{ before: "2030-01-01T00:00:00Z" }],
    "cluster-nodes": [{}],
    "cluster-overview": [{}],
    clusters: [{}],
    // Of registries nothing is kept, and no deployment here is composed.
    "composition-files": [{ by }],
    compositions: [{ baseImage: {} }],
    "config-map": [{ by: { ref: { cluster: "alpha", ...config } } }],
    "config-map-comparison": [config],
    "control-plane-metrics": [{ range }],
    "certificate-signing-requests": [{}],
    "dashboard-application": [{ name: "shop" }],
    "dashboard-platform": [{ expiresBefore: "2030-01-01T00:00:00Z" }],
    deployment: [{ by }, { by: { ref: { ...ref, namespace: "reuse-b" } } }],
    "deployment-revisions": [{ by }],
    "deployments-in-depth": [{}],
    "deployments-live": [{}],
    "deployments-overview": [{ filter: { namespaces } }, { filter: { labels: "app=web" }, first: 2 }],
    "namespace-quotas": [{ by: { ref: { cluster: "alpha", name: "reuse-a" } } }],
    "external-services": [{}],
    "network-policies": [{}],
    // Without a Prometheus: what it has is not kept.
    "one-application": [{ name: "shop", range: { lastSeconds: 60, stepSeconds: 30 } }],
    operations: [{}],
    "own-operations": [{}],
    "pipeline-run": [{ by }],
    // No container writes here: what is compared is the absence of its lines.
    "platform-live": [{ name: "shop", range: { lastSeconds: 60, stepSeconds: 30 } }],
    "pod-logs": [{ of: { filter: { namespaces: ["reuse-a"], labels: "app=nothing" } } }],
    "pods-by-namespace": [{ namespaces: namespaces.slice(0, 2) }],
    "prometheus-query": [{ prometheus: "none", promql: "up" }],
    "resources-table": [{ kind: "configmaps" }, { kind: "deployments", filter: { namespaces } }],
    problems: [{}],
    search: [{ text: "web" }],
    secret: [{ by }],
    "service-network": [{ by }],
    // Not at all: what is left of a caller's limits is less with each question, and no answer of it is kept.
    viewer: [],
    "volumes-overview": [{}],
    "workload-metrics": [{ by: { ref: { ...ref, kind: "DEPLOYMENT" } }, range }],
    "workloads-overview": [{}],
  };
  const folder = new URL("../../schema/operations/", import.meta.url);
  const found: Asked[] = [];
  for (const file of await readdir(folder)) {
    const query = await readFile(new URL(file, folder), "utf8");
    if (!/^query /m.test(query)) continue;
    const name = file.replace(".graphql", "");
    const known = variables[name];
    if (!known) throw new Error(`the published query ${name} is not asked here`);
    for (const each of known) found.push({ name, query, variables: each });
  }
  return found;
}

let fresh = 0;
async function ask(token: string, query: string, variables: object): Promise<string> {
  const response = await fetch(rig.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return await response.text();
}

async function given(): Promise<number> {
  const token = alpha.admin.token;
  const response = await fetch(rig.url.replace("/graphql", "/metrics"), {
    headers: { authorization: `Bearer ${token}` },
  });
  return Number(/^fairway_answers_given (\d+)$/m.exec(await response.text())?.[1]);
}

/** Something that may change what somebody is shown. */
async function change(random: Random): Promise<void> {
  const { api } = alpha;
  const [namespace, app] = [random.pick(namespaces), random.pick(apps)];
  const merge = { contentType: "application/merge-patch+json" };
  const proxy = rig.proxies.get(random.pick(["alpha", "beta"]));
  const writes: (() => Promise<unknown>)[] = [
    () => api.request("PATCH", `${deployments(namespace)}/${app}`, { spec: { replicas: random.int(4) } }, merge),
    () =>
      api.request(
        "PATCH",
        `${deployments(namespace)}/${app}`,
        { metadata: { labels: { app: random.pick(apps) } } },
        merge,
      ),
    () => api.request("DELETE", `${deployments(namespace)}/${app}`),
    () => api.request("POST", deployments(namespace), deployment(app)),
    () => {
      const subjects = people
        .slice(1)
        .filter(() => random.chance(0.5))
        .map((name) => ({ kind: "User", name, apiGroup: "rbac.authorization.k8s.io" }));
      return api.request("PATCH", `${RBAC}/namespaces/${namespace}/rolebindings/reader`, { subjects }, merge);
    },
    async () => proxy?.cut(),
    async () => proxy?.garble(),
  ];
  // Not there, or there already: the next one goes on.
  await random
    .pick(writes)()
    .catch(() => {});
}

test("what is given again is what an execution would result in at the same moment", async () => {
  const random = new Random(SEED);
  const tokens = new Map(alpha.users.map(({ name, token }) => [name, token]));
  let compared = 0;
  let moved = 0;
  let reused = 0;
  const differences: string[] = [];
  // All at once would be a storm of first reviews.
  for (const { query, variables } of documents) for (const token of tokens.values()) await ask(token, query, variables);
  for (let step = 0; step < STEPS; step += 1) {
    for (let n = random.int(3); n > 0; n -= 1) await change(random);
    if (random.chance(0.7)) await delay(random.int(120));
    for (let n = 0; n < 12; n += 1) {
      const { name, query, variables } = random.pick(documents);
      const who = random.pick(people);
      const token = tokens.get(who) ?? "";
      const before = currentSeq();
      const again = await ask(token, query, variables);
      // Another document with the same meaning: nothing can be kept of it.
      fresh += 1;
      const executed = await ask(token, `${query}\n# ${fresh}`, variables);
      if (currentSeq() !== before) {
        moved += 1;
        continue;
      }
      compared += 1;
      if (again.includes('"errors"')) continue;
      reused += 1;
      if (again !== executed) differences.push(`${name} of ${who} at ${before}:\n${again}\n${executed}`);
    }
  }
  const timesGiven = await given();
  console.log(
    `reuse: ${compared} compared (${reused} without errors), ${moved} passed over as something changed meanwhile, ` +
      `${timesGiven} given again, differences=${differences.length}`,
  );
  expect(differences).toEqual([]);
  expect(reused).toBeGreaterThan(STEPS);
  expect(timesGiven).toBeGreaterThan(STEPS);
}, 180_000);
