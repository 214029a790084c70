import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { waitFor } from "../test/control-plane/wait-for.ts";
import { askAll } from "./f1/all-clusters.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { startGatewayProcess } from "./support/gateway.ts";

/** Each round begins at another moment between two heartbeats, which are 5 s apart. */
const PHASES_MS = [0, 1_000, 2_000, 3_000, 4_000];

export const f2: Figure = {
  id: "F2",
  what: "a real API server is stopped (SIGSTOP): seconds until answers say `staleSince`, the longest of 5 rounds",
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 10 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false }));
  const [cluster] = controlPlane.clusters;
  if (!cluster) throw new Error("the control plane has no cluster");
  const { url } = stack.use(await startGatewayProcess(dir, controlPlane.kubeconfig));
  const isFresh = async () => {
    const { clusters, stale } = await askAll(url);
    return clusters === 1 && stale.length === 0;
  };
  const seconds: number[] = [];
  for (const phaseMs of PHASES_MS) {
    await waitFor(isFresh, 30_000, "an answer that is not stale");
    await delay(phaseMs);
    cluster.signal("apiserver", "SIGSTOP");
    const stoppedAt = performance.now();
    await waitFor(async () => (await askAll(url)).stale.length === 1, 30_000, "staleSince");
    seconds.push((performance.now() - stoppedAt) / 1000);
    cluster.signal("apiserver", "SIGCONT");
    log(`F2: ${rounded(seconds.at(-1) ?? 0)} s`);
  }
  return { value: Math.max(...seconds), raw: { rounds: seconds.map((each) => rounded(each)) } };
}
