import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type ControlPlane, startControlPlane } from "../test/control-plane/control-plane.ts";
import { waitFor } from "../test/control-plane/wait-for.ts";
import { type Proxied, throughProxies } from "../test/support/proxied.ts";
import { askAll, type Said } from "./f1/all-clusters.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { startGatewayProcess } from "./support/gateway.ts";
import { quantile } from "./support/statistics.ts";

const CLUSTERS = 10;
const QUERIES = 200;
/** So that the queries last for longer than the gateway needs to notice what has happened. */
const PACE_MS = 100;
const SETTLED = 50;
/** Each way, so that an answer takes five seconds. */
const DELAY_MS = 2_500;
const DEADLINE_MS = 250;

export const f1: Figure = {
  id: "F1",
  what:
    "10 real API servers, one stopped and one that answers after 5 s, deadline of a cluster 250 ms: p95 of 200 queries " +
    "over all of them, in ms, from memory (warm) and with nothing in memory (cold), the worse of the two; settled answers " +
    "that are not data of 10 with two stale (warm) or data of 8 with two coded errors (cold)",
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 300 },
  further: { wrong: { relation: "<=", bound: 0 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  log(`F1: starting ${CLUSTERS} API servers`);
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: CLUSTERS, nodes: 0, controllers: false }));
  const proxied = stack.use(await throughProxies(controlPlane));
  const start = async () =>
    stack.use(await startGatewayProcess(dir, proxied.kubeconfig, { clusterDeadlineMs: DEADLINE_MS }));

  const warm = await start();
  await waitFor(async () => (await askAll(warm.url)).clusters === CLUSTERS, 30_000, "the data of all clusters");
  breakTwo(controlPlane, proxied);
  const fromMemory = await askOften(warm.url);
  log(`F1 warm: ${describe(fromMemory)}`);

  const cold = await start();
  const fromNothing = await askOften(cold.url);
  log(`F1 cold: ${describe(fromNothing)}`);

  const wrongWarm = settled(fromMemory).filter(
    ({ clusters, stale, errors }) => clusters !== CLUSTERS || stale.length !== 2 || errors.length > 0,
  );
  const wrongCold = settled(fromNothing).filter(
    ({ clusters, stale, errors }) => clusters !== CLUSTERS - 2 || errors.length !== 2 || stale.length > 0,
  );
  return {
    value: Math.max(p95(fromMemory), p95(fromNothing)),
    further: { wrong: wrongWarm.length + wrongCold.length },
    raw: {
      queries: QUERIES,
      warm: summary(fromMemory),
      cold: summary(fromNothing),
    },
  };
}

function breakTwo({ clusters }: ControlPlane, { proxies }: Proxied): void {
  const [stopped, slow] = clusters;
  if (!stopped || !slow) throw new Error("too few clusters");
  stopped.signal("apiserver", "SIGSTOP");
  proxies.get(slow.name)?.delay(DELAY_MS);
}

async function askOften(url: string): Promise<Said[]> {
  const said: Said[] = [];
  for (let n = 0; n < QUERIES; n += 1) {
    const [answer] = await Promise.all([askAll(url), delay(PACE_MS)]);
    said.push(answer);
  }
  return said;
}

function settled(said: readonly Said[]): readonly Said[] {
  return said.slice(-SETTLED);
}

function p95(said: readonly Said[]): number {
  return quantile(
    said.map(({ milliseconds }) => milliseconds),
    0.95,
  );
}

function summary(said: readonly Said[]) {
  const times = said.map(({ milliseconds }) => milliseconds);
  return {
    p50: rounded(quantile(times, 0.5), 1),
    p95: rounded(p95(said), 1),
    max: rounded(Math.max(...times), 1),
    codes: [...new Set(settled(said).flatMap(({ errors }) => errors.map(({ code }) => code)))],
  };
}

function describe(said: readonly Said[]): string {
  const last = said.at(-1);
  return `${JSON.stringify(summary(said))}, at last ${last?.clusters} clusters, stale ${last?.stale}, errors ${JSON.stringify(last?.errors)}`;
}
