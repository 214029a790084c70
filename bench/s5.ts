import { setTimeout as delay } from "node:timers/promises";
import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { Upstream } from "./m2/upstream.ts";
import type { ArrivingClients } from "./s5/clients.ts";
import { Child } from "./support/child.ts";
import { exchange } from "./support/exchange.ts";
import { startFlags } from "./support/start-flags.ts";
import { median } from "./support/statistics.ts";
import type { WholeGateway } from "./support/whole-gateway.ts";

const ROUNDS = 3;
const TEMPLATES = 200;
const REPLICAS = 50;
const PODS = TEMPLATES * REPLICAS;
const SUBSCRIBERS = 200;
/** RSS is looked at so often, and for so long after the last one is SYNCED. */
const LOOK_MS = 20;
const AFTER_MS = 2_000;
/** What the first list leaves behind is collected by then. */
const SETTLE_MS = 5_000;

export const s5: Figure = {
  id: "S5",
  what:
    `${SUBSCRIBERS} subscribers of all ${PODS.toLocaleString("en")} pods (name, namespace, phase) arrive at once: seconds until all ` +
    "are SYNCED; MB by which RSS is above idle at most",
  against: "nothing: an absolute figure",
  goal: { relation: "<=", bound: 5 },
  further: { megabytes: { relation: "<=", bound: 150 } },
  measure,
};

interface Arrival {
  readonly seconds: number;
  readonly megabytes: number;
  readonly idleMegabytes: number;
}

async function measure(log: Log): Promise<Measured> {
  const rounds: Arrival[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const arrival = await arrive();
    log(`S5 round ${round}: ${arrival.seconds.toFixed(2)} s, ${arrival.megabytes.toFixed(1)} MB above idle`);
    rounds.push(arrival);
  }
  const all = (what: keyof Arrival) => rounds.map((arrival) => arrival[what]);
  return {
    value: median(all("seconds")),
    further: { megabytes: median(all("megabytes")) },
    raw: {
      rounds: all("seconds").map((each) => rounded(each, 2)),
      megabytesRounds: all("megabytes").map((each) => rounded(each, 1)),
      idleMegabytes: rounded(median(all("idleMegabytes")), 1),
      flags: startFlags().join(" "),
    },
  };
}

/** A fresh gateway that holds the pods and has no subscriber yet. */
async function arrive(): Promise<Arrival> {
  await using upstream = new Child<Upstream>(new URL("./m2/upstream.ts", import.meta.url));
  await using gateway = new Child<WholeGateway>(new URL("./support/whole-gateway.ts", import.meta.url), {
    execArgv: startFlags(),
  });
  await using clients = new Child<ArrivingClients>(new URL("./s5/clients.ts", import.meta.url));
  const { kubeconfig } = await upstream.ask("start", TEMPLATES, REPLICAS);
  const url = await gateway.ask("start", kubeconfig);
  await hold(url);
  await delay(SETTLE_MS);
  const { rss: idle } = await gateway.ask("memory");
  let [peak, looking] = [idle, true];
  const looked = (async () => {
    for (; looking; await delay(LOOK_MS)) peak = Math.max(peak, (await gateway.ask("memory")).rss);
  })();
  const milliseconds = await clients.ask("arrive", url.replace("http:", "ws:"), SUBSCRIBERS, PODS);
  await delay(AFTER_MS);
  looking = false;
  await looked;
  return { seconds: milliseconds / 1_000, megabytes: (peak - idle) / 1e6, idleMegabytes: idle / 1e6 };
}

async function hold(url: string): Promise<void> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const body = JSON.stringify({ query: "{ pods(first: 1) { totalCount } }" });
  for (let tries = 0; tries < 300; tries += 1) {
    const answered = await exchange({ method: "POST", url, headers, body });
    if (answered.body.includes(`"totalCount":${PODS}}`)) return;
    await delay(100);
  }
  throw new Error("the gateway does not come to hold all pods");
}
