import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "../test/control-plane/cluster.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { waitFor } from "../test/control-plane/wait-for.ts";
import { objectsOf, podsOfCluster } from "./d1/objects.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { ApiServerClients } from "./q4/api-server-clients.ts";
import { Child } from "./support/child.ts";
import { startGatewayProcess } from "./support/gateway.ts";
import { seedObjects } from "./support/seed-objects.ts";
import { median, quantile } from "./support/statistics.ts";

const CLUSTERS = 5;
const COLD_ROUNDS = 3;
const REFRESHES = 100;
/** Between two looks of somebody at a dashboard. */
const PACE_MS = 50;
/** Of each cluster: 50 a second in all. */
const CHANGES_PER_SECOND = 10;

const clientsScript = new URL("./q4/api-server-clients.ts", import.meta.url);
const operation = (name: string) =>
  readFileSync(new URL(`../schema/operations/${name}.graphql`, import.meta.url), "utf8");

/** The published dashboards, as they are. */
const dashboards = {
  platform: { query: operation("dashboard-platform"), variables: { expiresBefore: "2030-01-01T00:00:00Z" } },
  application: { query: operation("dashboard-application"), variables: { name: "checkout-3" } },
} as const;
type Dashboard = keyof typeof dashboards;

export const d1: Figure = {
  id: "D1",
  what:
    `the two published dashboards over ${CLUSTERS} real API servers with ${(CLUSTERS * podsOfCluster).toLocaleString("en")} pods in all, ` +
    `${CLUSTERS * CHANGES_PER_SECOND} of which change each second: p95 of an answer, in ms, the slower of the two; seconds to the first ` +
    "answer of a gateway with nothing in memory, the slower; answers that lack a cluster",
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 100 },
  further: { coldSeconds: { relation: "<=", bound: 5 }, incomplete: { relation: "<=", bound: 0 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  log(`D1: starting ${CLUSTERS} API servers, and making what they hold`);
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: CLUSTERS, nodes: 0, controllers: false }));
  await Promise.all(controlPlane.clusters.map((cluster, number) => seedObjects(cluster, objectsOf(number))));

  const cold: Record<Dashboard, number[]> = { platform: [], application: [] };
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    for (const name of Object.keys(dashboards) as Dashboard[]) {
      await using gateway = await readyGateway(dir, controlPlane.kubeconfig);
      const { milliseconds } = await look(gateway.url, name);
      cold[name].push(milliseconds);
      log(`D1 cold ${round + 1}: ${name} ${milliseconds.toFixed(0)} ms`);
    }
  }

  await using gateway = await readyGateway(dir, controlPlane.kubeconfig);
  for (const cluster of controlPlane.clusters) {
    const writer = stack.use(await writerOf(cluster));
    await writer.ask("change", CHANGES_PER_SECOND);
  }
  const warm: Record<Dashboard, number[]> = { platform: [], application: [] };
  const bytes: Partial<Record<Dashboard, number>> = {};
  let incomplete = 0;
  for (const name of Object.keys(dashboards) as Dashboard[]) await look(gateway.url, name);
  for (let refresh = 0; refresh < REFRESHES; refresh += 1) {
    for (const name of Object.keys(dashboards) as Dashboard[]) {
      const answer = await look(gateway.url, name);
      warm[name].push(answer.milliseconds);
      bytes[name] = answer.bytes;
      if (!answer.complete) incomplete += 1;
      await delay(PACE_MS);
    }
  }
  const p95 = (name: Dashboard) => quantile(warm[name], 0.95);
  const figures = (name: Dashboard) => ({
    p50: rounded(median(warm[name]), 1),
    p95: rounded(p95(name), 1),
    coldMilliseconds: cold[name].map((each) => Math.round(each)),
    bytes: bytes[name],
  });
  return {
    value: Math.max(p95("platform"), p95("application")),
    further: { coldSeconds: Math.max(median(cold.platform), median(cold.application)) / 1000, incomplete },
    raw: { refreshes: REFRESHES, platform: figures("platform"), application: figures("application") },
  };
}

async function readyGateway(dir: string, kubeconfig: string) {
  const gateway = await startGatewayProcess(dir, kubeconfig, { clusterDeadlineMs: 10_000 });
  await waitFor(async () => (await fetch(new URL("/readyz", gateway.url))).ok, 30_000, "the gateway is ready");
  return gateway;
}

async function writerOf({ server, caData: ca, admin }: Cluster): Promise<Child<ApiServerClients>> {
  const clients = new Child<ApiServerClients>(clientsScript);
  await clients.ask("open", { server, ca, token: admin.token }, 2);
  return clients;
}

interface Look {
  readonly milliseconds: number;
  readonly bytes: number;
  /** Every cluster has said what it has. */
  readonly complete: boolean;
}

async function look(url: string, name: Dashboard): Promise<Look> {
  const began = performance.now();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(dashboards[name]),
  });
  const text = await response.text();
  const milliseconds = performance.now() - began;
  const { data, errors } = JSON.parse(text) as { data?: Record<string, unknown>; errors?: unknown };
  if (errors || !data) throw new Error(`no answer of ${name}: ${text.slice(0, 1_000)}`);
  return { milliseconds, bytes: text.length, complete: isComplete(name, data) };
}

function isComplete(name: Dashboard, data: Record<string, unknown>): boolean {
  if (name === "application") {
    const { clusters } = data.application as { clusters: readonly string[] };
    return clusters.length === CLUSTERS;
  }
  const { pods, unready } = data as {
    pods: { totalCount: number };
    unready: { totalCount: number; clusterErrors: readonly unknown[] };
  };
  return pods.totalCount === CLUSTERS * podsOfCluster && unready.totalCount > 0 && unready.clusterErrors.length === 0;
}
