import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { seedPods } from "../test/control-plane/seed.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { HearingClients } from "./s2/clients.ts";
import type { Writer } from "./s2/writer.ts";
import { Child } from "./support/child.ts";
import { startFlags } from "./support/start-flags.ts";
import { median } from "./support/statistics.ts";
import type { WholeGateway } from "./support/whole-gateway.ts";

const ROUNDS = 3;
const SUBSCRIBERS = 1_000;
const PODS = 200;
const CHANGES_PER_SECOND = 20;
const CHANGES = 200;
const WARM_UP = 60;
/** After the last write was answered: what is on its way has come. */
const SETTLE_MS = 1_000;

export const s2: Figure = {
  id: "S2",
  what:
    `${CHANGES_PER_SECOND} writes a second to a real API server, ${SUBSCRIBERS.toLocaleString("en")} subscribers of all its pods: ` +
    "milliseconds from the request of a write to its delta at a subscriber, p99 of all writes and subscribers",
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 100 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 10, controllers: false }));
  const [cluster] = controlPlane.clusters;
  if (!cluster) throw new Error("the control plane has no cluster");
  await seedPods(cluster, { count: PODS, namespaces: ["one", "two"] });
  const gateway = stack.use(
    new Child<WholeGateway>(new URL("./support/whole-gateway.ts", import.meta.url), { execArgv: startFlags() }),
  );
  const clients = stack.use(new Child<HearingClients>(new URL("./s2/clients.ts", import.meta.url)));
  const writer = stack.use(new Child<Writer>(new URL("./s2/writer.ts", import.meta.url)));
  const url = await gateway.ask("start", controlPlane.kubeconfig);
  await writer.ask("open", { server: cluster.server, ca: cluster.caData, token: cluster.admin.token });
  await clients.ask("open", url.replace("http:", "ws:"), SUBSCRIBERS);
  const write = async (count: number) => {
    await writer.ask("write", CHANGES_PER_SECOND, count);
    await delay(SETTLE_MS);
    const arrived = await clients.ask("arrived");
    if (arrived.count !== count * SUBSCRIBERS) throw new Error(`${arrived.count} deltas of ${count} writes`);
    return arrived;
  };
  await write(WARM_UP);
  const rounds: Awaited<ReturnType<typeof write>>[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const arrived = await write(CHANGES);
    log(`S2 round ${round}: p50 ${arrived.p50.toFixed(1)} ms, p99 ${arrived.p99.toFixed(1)} ms`);
    rounds.push(arrived);
  }
  return {
    value: median(rounds.map(({ p99 }) => p99)),
    raw: {
      subscribers: SUBSCRIBERS,
      rounds: rounds.map(({ p99 }) => rounded(p99, 1)),
      p50: rounded(median(rounds.map(({ p50 }) => p50)), 1),
      max: rounded(Math.max(...rounds.map(({ max }) => max)), 1),
      writes: ROUNDS * CHANGES,
    },
  };
}
