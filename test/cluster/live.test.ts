import { createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { EventClient } from "../support/event-client.ts";
import { query } from "../support/graphql-client.ts";
import { type LiveResult, LiveState } from "../support/live-state.ts";
import { type Rig, startRig } from "../support/rig.ts";

// Live queries over real API servers: what kubectl would do shows in them, over both transports, whatever breaks.

let rig: Rig;
let alpha: Cluster;
let bravo: Cluster;
beforeAll(async () => {
  rig = await startRig({ clusters: 2, nodes: 0, controllers: false });
  [alpha, bravo] = rig.controlPlane.clusters as [Cluster, Cluster];
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const selection = `
  resources(kind: "ConfigMap", filter: { labels: "app" }, first: 100) {
    totalCount clusterErrors { cluster code } nodes { id cluster name labels }
  }
  namespaces(filter: { clusters: ["alpha"] }) { totalCount }`;

const count = (text: string, part: string) => text.split(part).length - 1;

const truth = () => query<object>(rig.url, `{ ${selection} }`);

interface Followed {
  readonly state: LiveState;
  close(): void;
}

function overSocket(format: string, selected = selection): Followed {
  const state = new LiveState();
  const client = createClient({ url: rig.url.replace("http", "ws"), webSocketImpl: WebSocket });
  client.subscribe(
    { query: `query @live(throttle: 100, format: ${format}) { ${selected} }` },
    { next: (result) => state.take(result as LiveResult), error: () => {}, complete: () => {} },
  );
  return { state, close: () => void client.dispose() };
}

async function overEvents(format: string): Promise<Followed> {
  const state = new LiveState();
  const document = `query @live(throttle: 100, format: ${format}) { ${selection} }`;
  const client = await EventClient.open(rig.url, { query: document });
  const read = async () => {
    for (;;) state.take(JSON.parse((await client.next()).data));
  };
  void read();
  return { state, close: () => client.kill() };
}

const path = (name = "") => `/api/v1/namespaces/default/configmaps${name && `/${name}`}`;
const merge = { contentType: "application/merge-patch+json" };
const create = ({ api }: Cluster, name: string) =>
  api.request("POST", path(), { metadata: { name, labels: { app: name, step: "0" } } });
const label = ({ api }: Cluster, name: string, step: string) =>
  api.request("PATCH", path(name), { metadata: { labels: { step } } }, merge);

test("a live query shows what happens in the clusters, in full and as patches, by WebSocket and by events", async () => {
  for (const cluster of [alpha, bravo]) for (let n = 0; n < 20; n += 1) await create(cluster, `app-${n}`);
  const followed = [
    overSocket("DATA"),
    overSocket("JSON_PATCH"),
    await overEvents("DATA"),
    await overEvents("JSON_PATCH"),
  ];
  /** `isThere`: the gateway has heard of it; before that, all of them agree on what was. */
  const agree = async (what: string, isThere: (answer: string) => boolean) => {
    const heard = async () => {
      const answer = JSON.stringify(await truth());
      return isThere(answer) && answer;
    };
    const expected = await waitFor(heard, 10_000, `the gateway hears of ${what}`);
    await waitFor(() => followed.every(({ state }) => JSON.stringify(state.data) === expected), 10_000, what);
  };
  await agree("the first answers", (answer) => count(answer, '"step":"0"') === 40);

  await label(alpha, "app-3", "1");
  await agree("a change", (answer) => answer.includes('"step":"1"'));
  await bravo.api.request("DELETE", path("app-7"));
  await create(bravo, "app-new");
  await agree("one that went and one that came", (answer) => answer.includes("app-new"));
  const before = JSON.stringify(await truth());
  await alpha.api.request("POST", "/api/v1/namespaces", { metadata: { name: "another" } });
  await agree("a change in another of its lists", (answer) => answer !== before);
  const results = followed.map(({ state }) => state.results);

  // What has no part in the answer makes no result.
  await alpha.api.request("POST", path(), { metadata: { name: "unlabelled" } });
  await alpha.api.request("PATCH", path("app-3"), { data: { unseen: "yes" } }, merge);
  await label(alpha, "app-4", "1");
  await agree("the change behind them", (answer) => count(answer, '"step":"1"') === 2);
  expect(followed.map(({ state }, index) => state.results - (results[index] ?? 0))).toEqual([1, 1, 1, 1]);

  // Watches that break are resumed, and what happened meanwhile is shown.
  for (const proxy of rig.proxies.values()) proxy.cut();
  await label(bravo, "app-5", "2");
  await agree("the change behind a broken watch", (answer) => answer.includes('"step":"2"'));
  expect(followed.flatMap(({ state }) => state.breaks)).toEqual([]);
  for (const { close } of followed) close();
});

test("a cluster that goes away and comes back is a part of its answer", async () => {
  const { state, close } = overSocket(
    "JSON_PATCH",
    `resources(kind: "Secret", first: 1) { clusterErrors { cluster } staleSince { cluster } }`,
  );
  const shows = (text: string) => JSON.stringify(state.data)?.includes(text) === true;
  await waitFor(() => shows('"staleSince":[]'), 10_000, "the first answer");
  alpha.signal("apiserver", "SIGSTOP");
  try {
    await waitFor(() => shows('"staleSince":[{"cluster":"alpha"}]'), 20_000, "staleness");
  } finally {
    alpha.signal("apiserver", "SIGCONT");
  }
  await waitFor(() => shows('"staleSince":[]'), 20_000, "the end of it");
  expect(state.breaks).toEqual([]);
  close();
}, 60_000);
