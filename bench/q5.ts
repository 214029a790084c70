import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { waitFor } from "../test/control-plane/wait-for.ts";
import { throughProxies } from "../test/support/proxied.ts";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { allKinds, KINDS, objects, oneKind } from "./q5/kinds.ts";
import { startGatewayProcess } from "./support/gateway.ts";
import { seedObjects } from "./support/seed-objects.ts";
import { alternate, median, ratios } from "./support/statistics.ts";

const ROUNDS = 9;
/** From a request's last byte to its answer's first one: half of it each way. */
const LATENCY_MS = 50;

export const q5: Figure = {
  id: "Q5",
  what:
    `${KINDS} kinds in one query over a real API server that is ${LATENCY_MS} ms away, nothing in memory, a new process each ` +
    "time: time to the answer, against that of one kind",
  against: "one kind alone, that with the most objects, asked of another new process",
  goal: { relation: "<=", bound: 1.3 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-bench-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false }));
  for (const cluster of controlPlane.clusters) await seedObjects(cluster, objects());
  const proxied = stack.use(await throughProxies(controlPlane));
  for (const proxy of proxied.proxies.values()) proxy.delay(LATENCY_MS / 2);
  const sides = {
    all: () => firstAnswer(dir, proxied.kubeconfig, allKinds, KINDS),
    one: () => firstAnswer(dir, proxied.kubeconfig, oneKind, 1),
  };
  const times = await alternate(ROUNDS, sides, (round, side, milliseconds) =>
    log(`Q5 round ${round}: ${side} ${milliseconds.toFixed(0)} ms`),
  );
  const rounds = ratios(times.all, times.one);
  return {
    value: median(rounds),
    raw: {
      rounds: rounds.map((ratio) => rounded(ratio)),
      kinds: KINDS,
      milliseconds: { all: rounded(median(times.all), 1), one: rounded(median(times.one), 1) },
    },
  };
}

interface Body {
  readonly data?: Readonly<Record<string, { readonly totalCount: number; readonly clusterErrors: readonly unknown[] }>>;
}

/** How long a gateway that has just become ready takes for its first answer, in milliseconds. */
async function firstAnswer(dir: string, kubeconfig: string, query: string, kinds: number): Promise<number> {
  await using gateway = await startGatewayProcess(dir, kubeconfig);
  const ready = async () => (await fetch(new URL("/readyz", gateway.url))).ok;
  await waitFor(ready, 30_000, "the gateway is ready");
  const began = performance.now();
  const response = await fetch(gateway.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data = {} } = (await response.json()) as Body;
  const milliseconds = performance.now() - began;
  const complete = Object.values(data).filter((list) => list.totalCount > 0 && list.clusterErrors.length === 0);
  if (complete.length !== kinds) throw new Error(`not a complete answer: ${JSON.stringify(data).slice(0, 1_000)}`);
  return milliseconds;
}
