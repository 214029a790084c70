import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "../test/control-plane/cluster.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { seedPods } from "../test/control-plane/seed.ts";
import { waitFor } from "../test/control-plane/wait-for.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { ApiServerClients } from "./q4/api-server-clients.ts";
import { Child } from "./support/child.ts";
import { exchange } from "./support/exchange.ts";
import type { LoadRequest } from "./support/load-request.ts";
import { processCpuMicroseconds } from "./support/process-cpu.ts";
import { startFlags } from "./support/start-flags.ts";
import { alternate, median, ratios } from "./support/statistics.ts";
import { type Cost, costUnderLoad, fullEffort, profileUnderLoad } from "./support/under-load.ts";
import type { WholeGateway } from "./support/whole-gateway.ts";

const ROUNDS = 3;
const PODS = 10_000;
const PAGE = 100;
const CHANGES_PER_SECOND = 50;
/** So many lists at a time keep the API server busy on two cores. */
const AT_ONCE = 4;
const BASELINE_MS = 5_000;
const LOAD_MS = 5_000;

const clientsScript = new URL("./q4/api-server-clients.ts", import.meta.url);
const gatewayScript = new URL("./support/whole-gateway.ts", import.meta.url);

const query = `query Pods($first: Int!) {
  pods(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { name namespace phase ready nodeName podIP restartCount createdAt resourceVersion }
    clusterErrors { code }
  }
}`;

export const q4: Figure = {
  id: "Q4",
  what:
    `list of ${PAGE} of ${PODS.toLocaleString("en")} pods over a real API server, again and again, while ${CHANGES_PER_SECOND} pods a ` +
    "second change: CPU per request of the process that serves it, theirs / ours. What the changes alone cost the API server " +
    "is taken off its side; the gateway is charged with following them",
  against: "the API server's own list (limit=100, JSON, over HTTPS, which is all it serves) under the same changes",
  goal: { relation: ">=", bound: 100 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 100, controllers: false }));
  const [cluster] = controlPlane.clusters;
  if (!cluster) throw new Error("the control plane has no cluster");
  log(`Q4: making ${PODS} pods on a real API server`);
  await seedPods(cluster, { count: PODS, namespaces: ["one", "two", "three", "four"] });
  const writer = stack.use(await clientsOf(cluster));
  await writer.ask("change", CHANGES_PER_SECOND);
  const sides = {
    fairway: async () => ({ ...(await fairway(controlPlane.kubeconfig)), baseline: 0 }),
    apiServer: () => apiServer(cluster),
  };
  const outcomes = await alternate(ROUNDS, sides, (round, side, cost) =>
    log(
      `Q4 round ${round}: ${side} ${cost.microsecondsPerRequest.toFixed(0)} µs, ${cost.requestsPerSecond.toFixed(0)} req/s`,
    ),
  );
  const changes = await writer.ask("changed");
  const cpu = (costs: readonly Cost[]) => costs.map(({ microsecondsPerRequest }) => microsecondsPerRequest);
  const rounds = ratios(cpu(outcomes.apiServer), cpu(outcomes.fairway));
  const value = median(rounds);
  const summary = (costs: readonly Cost[]) => ({
    microsecondsPerRequest: rounded(median(cpu(costs)), 1),
    requestsPerSecond: Math.round(median(costs.map(({ requestsPerSecond }) => requestsPerSecond))),
  });
  return {
    value,
    raw: {
      rounds: rounds.map((ratio) => rounded(ratio, 1)),
      fairway: summary(outcomes.fairway),
      apiServer: {
        ...summary(outcomes.apiServer),
        cpuShareOfChanges: rounded(median(outcomes.apiServer.map(({ baseline }) => baseline))),
      },
      changes,
      ...(value < q4.goal.bound && { profile: await profile(controlPlane.kubeconfig) }),
    },
  };
}

async function clientsOf({ server, caData: ca, admin }: Cluster): Promise<Child<ApiServerClients>> {
  const clients = new Child<ApiServerClients>(clientsScript);
  await clients.ask("open", { server, ca, token: admin.token }, AT_ONCE);
  return clients;
}

interface ApiServerCost extends Cost {
  /** What part of a core the changes alone took. */
  readonly baseline: number;
}

/** Nobody else reads meanwhile: no gateway is running. It is one API server for all rounds, as its pods take long to make. */
async function apiServer(cluster: Cluster): Promise<ApiServerCost> {
  const { apiserver: pid } = cluster.pids;
  if (pid === undefined) throw new Error("there is no API server");
  await using clients = await clientsOf(cluster);
  await clients.ask("list", PAGE, AT_ONCE, 1_000);
  const idle = processCpuMicroseconds(pid);
  await delay(BASELINE_MS);
  const baseline = (processCpuMicroseconds(pid) - idle) / (BASELINE_MS * 1_000);
  const before = processCpuMicroseconds(pid);
  const { requests, seconds } = await clients.ask("list", PAGE, AT_ONCE, LOAD_MS);
  const spent = processCpuMicroseconds(pid) - before - baseline * seconds * 1e6;
  return { microsecondsPerRequest: spent / requests, requestsPerSecond: requests / seconds, baseline };
}

async function fairway(kubeconfig: string): Promise<Cost> {
  await using server = new Child<WholeGateway>(gatewayScript, { execArgv: startFlags() });
  const request = await synced(server, kubeconfig);
  return await costUnderLoad(server, request, { status: 200 }, fullEffort);
}

/** Resolves with the request once the gateway holds all pods. */
async function synced(server: Child<WholeGateway>, kubeconfig: string): Promise<LoadRequest> {
  const url = await server.ask("start", kubeconfig);
  const headers = { accept: "application/json", "content-type": "application/json" };
  const body = JSON.stringify({ query, variables: { first: PAGE } });
  const request: LoadRequest = { method: "POST", url, headers, body };
  const holdsAll = async () => (await exchange(request)).body.includes(`"totalCount":${PODS},`);
  await waitFor(holdsAll, 30_000, "all pods in the gateway");
  return request;
}

async function profile(kubeconfig: string): Promise<unknown> {
  await using server = new Child<WholeGateway>(gatewayScript, { execArgv: startFlags() });
  const request = await synced(server, kubeconfig);
  return await profileUnderLoad(server, request, { status: 200 }, fullEffort);
}
