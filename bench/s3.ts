import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../test/control-plane/cluster.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { waitFor } from "../test/control-plane/wait-for.ts";
import { GatewayProcess } from "../test/support/gateway-process.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import type { Clients } from "./s1/clients.ts";
import { Child } from "./support/child.ts";

const SUBSCRIBERS = 1_000;

export const s3: Figure = {
  id: "S3",
  what: "watches of pods at a real API server that 1,000 subscribers to all pods of its cluster bring about",
  against: "nothing: the API server's own count of them",
  goal: { relation: "<=", bound: 1 },
  // None at all would mean that something else was counted.
  further: { least: { relation: ">=", bound: 1 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false }));
  const [cluster] = controlPlane.clusters;
  if (!cluster) throw new Error("the control plane has no cluster");
  const gateway = stack.use(await GatewayProcess.start(dir, ["--kubeconfig", controlPlane.kubeconfig]));
  // Whatever it watches for itself is there before anybody asks.
  const ready = async () => (await fetch(new URL("/readyz", gateway.url))).ok;
  await waitFor(ready, 30_000, "the gateway is ready");
  const before = await watches(cluster);
  const clients = stack.use(new Child<Clients>(new URL("./s1/clients.ts", import.meta.url)));
  await clients.ask("open", gateway.url.replace("http:", "ws:"), SUBSCRIBERS, true);
  const after = await watches(cluster);
  const more = after.pods - before.pods;
  log(`S3: ${before.pods} watches of pods before, ${after.pods} with ${SUBSCRIBERS} subscribers`);
  return { value: more, further: { least: more }, raw: { subscribers: SUBSCRIBERS, before, after } };
}

/** Open watches, as the API server counts them; its own are among them. */
async function watches({ api }: Cluster): Promise<{ pods: number; all: number }> {
  const metrics = await api.request<string>("GET", "/metrics");
  const counts = { pods: 0, all: 0 };
  for (const line of metrics.split("\n")) {
    if (!line.startsWith("apiserver_longrunning_requests{") || !line.includes('verb="WATCH"')) continue;
    const count = Number(line.slice(line.lastIndexOf(" ")));
    counts.all += count;
    if (line.includes('resource="pods"')) counts.pods += count;
  }
  return counts;
}
