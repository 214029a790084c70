import { applyLiveQueryJSONPatch } from "@n1ru4l/graphql-live-query-patch-json-patch";
import { createClient as createEventClient } from "graphql-sse";
import { createClient as createSocketClient } from "graphql-ws";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { waitFor } from "../control-plane/wait-for.ts";
import { LiveState } from "../support/live-state.ts";
import { pod } from "../unit/domains/manifests.ts";
import { post, send } from "./raw-http.ts";
import { type RealEngine, serveRealEngine } from "./real-engine.ts";
import { metric } from "./served.ts";
import { streamTransports } from "./stream-transports.ts";

const pods = "pods(first: 100) { totalCount nodes { id name phase } }";
const query = `query @live(throttle: 100, format: JSON_PATCH) { ${pods} }`;

let gateway: RealEngine;
beforeEach(async () => {
  gateway = await serveRealEngine();
  for (let n = 0; n < 20; n += 1) put(`pod-${n}`);
});
afterEach(() => gateway[Symbol.asyncDispose]());

function put(name: string): void {
  gateway.origin("pods").put("shop", name, pod(name));
}

async function truth(): Promise<unknown> {
  return JSON.parse((await post(gateway.served.origin, { query: `{ ${pods} }` })).text).data;
}

const running = async () => [
  gateway.engine.subscriptions.members,
  gateway.quotas.taken("subscriptions"),
  gateway.quotas.taken("operations"),
];

describe.each(streamTransports)("over $name", ({ name, start }) => {
  test("a live query is answered in full, then as patches, until its client goes", async () => {
    const state = new LiveState();
    const client = await start(gateway.served.url, query);
    const take = async () => {
      const seen = await client.next();
      if (seen.type !== "next") throw new Error(`it ended: ${JSON.stringify(seen)}`);
      state.take(JSON.parse(seen.payload));
    };
    await take();
    expect(state.data).toEqual(await truth());
    put("new");
    await take();
    gateway.origin("pods").remove("shop", "pod-0");
    await take();
    expect(state.data).toEqual(await truth());
    expect([state.breaks, state.revision]).toEqual([[], 3]);
    expect(await metric(gateway.served, `fairway_subscriptions{transport="${name}"}`)).toBe(1);
    client.kill();
    await waitFor(async () => (await running()).join() === "0,0,0", 2_000, "the end");
    expect(await metric(gateway.served, `fairway_subscriptions{transport="${name}"}`)).toBe(0);
  });

  test("a throttle that is not allowed is refused", async () => {
    await using client = await start(gateway.served.url, `query @live(throttle: 1) { ${pods} }`);
    expect(await client.next()).toMatchObject({ type: "error", errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(await running()).toEqual([0, 0, 0]);
  });

  test("a server that is stopped ends it with a code", async () => {
    const client = await start(gateway.served.url, query);
    await client.next();
    await gateway.served.server.stop();
    expect(await client.ended).toBe("1001 The gateway is shutting down");
  });
});

describe("the community's client for patches", () => {
  const overSocket = () => {
    const client = createSocketClient({ url: gateway.served.url.replace("http", "ws"), webSocketImpl: WebSocket });
    return { results: client.iterate({ query }), end: () => client.dispose() };
  };
  const overEvents = () => {
    const client = createEventClient({ url: gateway.served.url });
    return { results: client.iterate({ query }), end: () => client.dispose() };
  };

  test.each([
    ["graphql-ws", overSocket],
    ["graphql-sse", overEvents],
  ])("over %s shows what is true", async (_what, connect) => {
    const { results, end } = connect();
    const shown = applyLiveQueryJSONPatch(results as AsyncIterable<Record<string, unknown>>)[Symbol.asyncIterator]();
    const next = async () => (await shown.next()).value;
    expect(await next()).toEqual({ data: await truth() });
    for (const name of ["one", "two"]) {
      put(name);
      expect(await next()).toEqual({ data: await truth() });
    }
    // Everything is another one: it comes in full, and patches go on from there.
    for (let n = 0; n < 20; n += 1) gateway.origin("pods").remove("shop", `pod-${n}`);
    for (const name of ["one", "two"]) gateway.origin("pods").recreate("shop", name, pod(name));
    expect(await next()).toEqual({ data: await truth() });
    put("three");
    expect(await next()).toEqual({ data: await truth() });
    await shown.return?.();
    await end();
    await waitFor(async () => (await running()).join() === "0,0,0", 2_000, "the end");
  });
});

test("over plain HTTP it is answered once, by POST and GET", async () => {
  const answer = { data: await truth() };
  expect(JSON.parse((await post(gateway.served.origin, { query })).text)).toEqual(answer);
  const path = `/graphql?query=${encodeURIComponent(query)}`;
  const { text } = await send(gateway.served.origin, { method: "GET", path, headers: { accept: "application/json" } });
  expect(JSON.parse(text)).toEqual(answer);
  expect(await running()).toEqual([0, 0, 0]);
});
