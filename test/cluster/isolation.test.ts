import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiClient } from "../control-plane/api-client.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { query } from "../support/graphql-client.ts";
import { type Proxied, throughProxies } from "../support/proxied.ts";
import { startGateway } from "../support/rig.ts";

const stack = new AsyncDisposableStack();
let controlPlane: ControlPlane;
let proxied: Proxied;
let alpha: Cluster;
let bravo: Cluster;

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), "fairway-test-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  controlPlane = stack.use(await startControlPlane({ dir, clusters: 3, nodes: 0, controllers: false }));
  proxied = stack.use(await throughProxies(controlPlane));
  [alpha, bravo] = controlPlane.clusters as unknown as [Cluster, Cluster];
}, 120_000);

afterAll(() => stack.disposeAsync());

interface Listed {
  readonly namespaces: {
    readonly nodes: readonly { readonly cluster: string }[];
    readonly clusterErrors: readonly { readonly cluster: string; readonly code: string; readonly message: string }[];
    readonly staleSince: readonly { readonly cluster: string }[];
  };
}

const DOCUMENT =
  "{ namespaces(first: 500) { nodes { cluster } clusterErrors { cluster code message } staleSince { cluster } } }";

async function ask(url: string) {
  const startedAt = performance.now();
  const { nodes, clusterErrors, staleSince } = (await query<Listed>(url, DOCUMENT)).namespaces;
  return {
    milliseconds: performance.now() - startedAt,
    data: [...new Set(nodes.map(({ cluster }) => cluster))].sort().join(),
    errors: clusterErrors.map(({ cluster, code }) => `${cluster} ${code}`).sort(),
    messages: clusterErrors.map(({ message }) => message),
    stale: staleSince.map(({ cluster }) => cluster).sort(),
  };
}

type Answer = Awaited<ReturnType<typeof ask>>;

/** Asks until the answer is as wanted, and gives the longest time that any of the answers took. */
async function slowestUntil(url: string, isWanted: (answer: Answer) => boolean, what: string): Promise<number> {
  let slowest = 0;
  await waitFor(
    async () => {
      const answer = await ask(url);
      slowest = Math.max(slowest, answer.milliseconds);
      return isWanted(answer);
    },
    20_000,
    what,
  );
  return slowest;
}

test("one cluster that is stopped and one that takes 5 s hold nothing up: warm from memory, cold as coded entries", async () => {
  const config = { clusterDeadlineMs: 250 };
  await using warm = await startGateway(proxied.kubeconfig, config);
  await waitFor(async () => (await ask(warm.url)).data === "alpha,bravo,charlie", 20_000, "the data of all");
  alpha.signal("apiserver", "SIGSTOP");
  proxied.proxies.get("bravo")?.delay(2_500);
  try {
    const isTold = ({ data, stale, errors }: Answer) =>
      data === "alpha,bravo,charlie" && stale.join() === "alpha,bravo" && errors.length === 0;
    const warmMs = await slowestUntil(warm.url, isTold, "the data of all, two of them stale");

    await using cold = await startGateway(proxied.kubeconfig, config);
    const isCoded = ({ data, errors }: Answer) =>
      data === "charlie" && errors.join() === "alpha CLUSTER_UNAVAILABLE,bravo CLUSTER_UNAVAILABLE";
    await slowestUntil(cold.url, isCoded, "the data of one, and two coded entries");
    // Known to be away, they are not waited for any more.
    const settled = await ask(cold.url);
    expect(settled.milliseconds).toBeLessThan(200);
    expect(settled.messages.every((message) => message.includes("the heartbeat alone asks it"))).toBe(true);
    // The deadline, and what a crowded machine adds.
    expect(warmMs).toBeLessThan(1_000);
  } finally {
    alpha.signal("apiserver", "SIGCONT");
    proxied.proxies.get("bravo")?.delay(0);
  }
  await waitFor(async () => (await ask(warm.url)).stale.length === 0, 30_000, "the recovery");
}, 120_000);

test("a cluster that rejects the gateway's credential, and one that forbids it to read, are coded entries", async () => {
  const file = await kubeconfigWith("strangers", { alpha: "canary-nobody", bravo: controlPlane.tokenOf("mallory") });
  await using gateway = await startGateway(file, { clusterDeadlineMs: 2_000 });
  const expected = ["alpha CLUSTER_UNAUTHENTICATED", "bravo FORBIDDEN"];
  await waitFor(async () => (await ask(gateway.url)).errors.join() === expected.join(), 15_000, "both coded entries");
  const { data, milliseconds, messages } = await ask(gateway.url);
  expect(data).toBe("charlie");
  expect(milliseconds).toBeLessThan(1_000);
  expect(messages.join()).not.toContain("canary");
}, 60_000);

test("a server that refuses for load is asked for less, and its data comes all the same", async () => {
  // A priority level of one seat without a queue, which somebody else as alice keeps taken: the server's own flow control.
  const apiVersion = "flowcontrol.apiserver.k8s.io/v1";
  const everything = { verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true };
  const oneSeat = { nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0 };
  const level = {
    apiVersion,
    kind: "PriorityLevelConfiguration",
    metadata: { name: "narrow" },
    spec: { type: "Limited", limited: { ...oneSeat, limitResponse: { type: "Reject" } } },
  };
  const schema = {
    apiVersion,
    kind: "FlowSchema",
    metadata: { name: "narrow" },
    spec: {
      priorityLevelConfiguration: { name: "narrow" },
      matchingPrecedence: 2,
      distinguisherMethod: { type: "ByUser" },
      rules: [{ subjects: [{ kind: "User", user: { name: "alice" } }], resourceRules: [everything] }],
    },
  };
  await bravo.kubectl(["create", "clusterrolebinding", "alice", "--clusterrole=cluster-admin", "--user=alice"]);
  await bravo.kubectl(["apply", "-f", "-"], [level, schema].map((each) => JSON.stringify(each)).join("\n---\n"));
  const token = controlPlane.tokenOf("alice");
  const file = await kubeconfigWith("alice", { bravo: token });
  const others = new ApiClient({ server: bravo.server, ca: bravo.caData, token });
  const flood = new AbortController();
  const loops = Array.from({ length: 24 }, async () => {
    while (!flood.signal.aborted) await others.request("GET", "/api/v1/namespaces").catch(() => {});
  });
  try {
    await using gateway = await startGateway(file, { clusterDeadlineMs: 2_000 });
    const metrics = async () => (await fetch(gateway.url.replace("/graphql", "/metrics"))).text();
    const limit = (text: string) => Number(/^fairway_cluster_request_limit\{cluster="bravo"\} (\d+)$/m.exec(text)?.[1]);
    const refused = await waitFor(
      async () => {
        await ask(gateway.url);
        const text = await metrics();
        return limit(text) < 15 ? text : undefined;
      },
      30_000,
      "a lower limit",
    );
    expect(refused).toMatch(/^fairway_upstream_requests_total\{cluster="bravo",method="\w+",status="429"\} \d+$/m);
    // It is there, and only busy; and that is nobody else's trouble.
    expect(refused).toMatch(/^fairway_cluster_reachable\{cluster="bravo"\} 1$/m);
    expect((await ask(gateway.url)).data).toMatch(/^alpha,(bravo,)?charlie$/);
    flood.abort();
    await waitFor(async () => (await ask(gateway.url)).data === "alpha,bravo,charlie", 40_000, "the data of all");
  } finally {
    flood.abort();
    await Promise.all(loops);
    others.close();
  }
}, 120_000);

/** The control plane's kubeconfig with other tokens for single clusters. */
async function kubeconfigWith(suffix: string, tokens: Readonly<Record<string, string>>): Promise<string> {
  const kubeconfig = JSON.parse(await readFile(controlPlane.kubeconfig, "utf8")) as {
    users: { name: string; user: { token: string } }[];
  };
  for (const { name, user } of kubeconfig.users) {
    const [cluster = ""] = name.split("-");
    user.token = tokens[cluster] ?? user.token;
  }
  const file = join(controlPlane.dir, `kubeconfig-with-${suffix}`);
  await writeFile(file, JSON.stringify(kubeconfig), { mode: 0o600 });
  return file;
}
