import { setTimeout as delay } from "node:timers/promises";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { Holding, PODS } from "./m2/holding.ts";
import { startFlags } from "./support/start-flags.ts";
import { quantile } from "./support/statistics.ts";

const SAMPLES = 200;
const WARM_UP = 40;
const CHANGES_PER_SECOND = 20;
const PAUSE_MS = 10;
/** After the last request: what the system takes back by itself it has taken back by then. */
const SETTLE_MS = 5_000;

// Each page is another place in another order, so none can be answered with what was kept of an earlier one.
const orders = ["NAME", "CREATED_AT", "NODE_NAME", "PHASE", "NAMESPACE", "RESTART_COUNT"].map((field) => [
  { field, direction: "DESC" },
]);

export const m2: Figure = {
  id: "M2",
  what: `${PODS.toLocaleString("en")} pods held and served: RSS of the gateway in MB; p99 of a page of 50 in some order, over HTTP, in ms`,
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 450 },
  further: { listP99: { relation: "<=", bound: 25 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using holding = await Holding.start();
  const { rss: idle } = await holding.gateway.ask("memory");
  const milliseconds = await holding.sync();
  log(`M2: ${PODS} pods after ${rounded(milliseconds / 1000, 1)} s`);
  await holding.upstream.ask("change", CHANGES_PER_SECOND);
  await pages(holding, WARM_UP);
  const byOrder = await pages(holding, SAMPLES);
  await delay(SETTLE_MS);
  const { rss, heapUsed, heapTotal, external } = await holding.gateway.ask("memory");
  const all = [...byOrder.values()].flat();
  const p50s = [...byOrder].map(([order, times]) => [order, rounded(quantile(times, 0.5), 1)]);
  log(`M2: RSS ${megabytes(rss)} MB, p99 of ${all.length} lists ${rounded(quantile(all, 0.99), 1)} ms`);
  return {
    value: rss / 1e6,
    further: { listP99: quantile(all, 0.99) },
    raw: {
      idleMB: megabytes(idle),
      heapUsedMB: megabytes(heapUsed),
      heapTotalMB: megabytes(heapTotal),
      externalMB: megabytes(external),
      receivedMB: megabytes(holding.bytes),
      syncedSeconds: rounded(milliseconds / 1000, 2),
      listP50: rounded(quantile(all, 0.5), 1),
      p50ByOrder: Object.fromEntries(p50s),
      samples: all.length,
      flags: startFlags().join(" "),
    },
  };
}

/** One page after the other of each order in turn, while pods change. The times in milliseconds, by order. */
async function pages(holding: Holding, count: number): Promise<ReadonlyMap<string, number[]>> {
  const cursors = new Map<string, string>();
  const times = new Map<string, number[]>();
  for (let number = 0; number < count; number += 1) {
    const orderBy = orders[number % orders.length] as { field: string }[];
    const name = orderBy[0]?.field ?? "";
    const began = performance.now();
    const { data } = await holding.ask({ first: 50, after: cursors.get(name), orderBy });
    times.set(name, [...(times.get(name) ?? []), performance.now() - began]);
    if (data?.pods.totalCount !== PODS) throw new Error(`a list of ${data?.pods.totalCount} pods`);
    cursors.set(name, data.pods.pageInfo.endCursor);
    await delay(PAUSE_MS);
  }
  return times;
}

function megabytes(bytes: number): number {
  return rounded(bytes / 1e6, 1);
}
