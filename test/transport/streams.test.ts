import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Frame } from "../../src/api/index.ts";
import { FairwayError } from "../../src/errors/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { as, people } from "./people.ts";
import { refused, reply, type ScriptedSubscription } from "./scripted-api.ts";
import { metric, type Served, serve } from "./served.ts";
import { type StreamClient, type StreamTransport, streamTransports } from "./stream-transports.ts";

const subscription = "subscription { podEvents { cursor } }";

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

async function again(options: Parameters<typeof serve>[0]): Promise<void> {
  await served[Symbol.asyncDispose]();
  served = await serve(options);
}

async function subscribed({ start }: StreamTransport): Promise<[StreamClient, ScriptedSubscription]> {
  const before = served.api.subscriptions.length;
  const client = await start(served.url, subscription);
  return [client, await waitFor(() => served.api.subscriptions[before], 2_000, "the subscription")];
}

const big = new Frame(Buffer.from(`{"data":"${"x".repeat(64 * 1024)}"}`));

/** Sends frames until the kernel takes no more, and the sink stays full. Their number. */
async function fill(subscription: ScriptedSubscription): Promise<number> {
  for (let sent = 1; sent < 1_000; sent += 1) {
    if (subscription.sink.send(big)) continue;
    const { drains } = subscription;
    const drained = waitFor(() => subscription.drains > drains, 200, "a drain");
    if (!(await drained.catch(() => false))) return sent;
  }
  throw new Error("it takes frames without end");
}

const running = (name: string) => metric(served, `fairway_subscriptions{transport="${name}"}`);

describe.each(streamTransports)("over $name", (transport) => {
  const { name, start } = transport;

  describe("a subscription", () => {
    test("is sent its frames byte for byte and in order, those before the engine has answered as well", async () => {
      const payloads = Array.from(
        { length: 200 },
        (_, n) => `{ "data":{"n":${n},"x":"\\u00e9é🏃\u2028${"z".repeat((n * 977) % 30_000)}"}, "f":1.0}`,
      );
      served.api.onSubscribe = (_asked, sink) => {
        for (const payload of payloads.slice(0, 3)) sink.send(new Frame(Buffer.from(payload)));
        return undefined;
      };
      const [client, { sink }] = await subscribed(transport);
      await using _ = client;
      for (const payload of payloads.slice(3)) sink.send(new Frame(Buffer.from(payload), "place"));
      for (const payload of payloads) expect(await client.next()).toEqual({ type: "next", payload });
    });

    test("that the engine completes is completed, once, and nothing follows", async () => {
      const [client, { sink, left }] = await subscribed(transport);
      await using _ = client;
      sink.close("complete");
      sink.close("failed", new FairwayError("INTERNAL", "too late"));
      expect(sink.send(new Frame(Buffer.from("{}")))).toBe(false);
      expect(await client.next()).toEqual({ type: "complete" });
      expect(left).toBe(0);
      expect(await running(name)).toBe(0);
    });

    test("that fails says why", async () => {
      const [client, { sink }] = await subscribed(transport);
      await using _ = client;
      sink.send(new Frame(Buffer.from('{"data":1}')));
      sink.close("failed", new FairwayError("CLUSTER_UNAVAILABLE", "gone"));
      expect(await client.next()).toMatchObject({ type: "next" });
      expect(await client.next()).toMatchObject({
        type: "error",
        errors: [{ message: "gone", extensions: { code: "CLUSTER_UNAVAILABLE", retryable: true } }],
      });
    });

    test("is counted while it runs, by its transport", async () => {
      const [client, { sink }] = await subscribed(transport);
      expect(await running(name)).toBe(1);
      sink.send(new Frame(Buffer.from('{"data":1}')));
      await client.next();
      expect(await metric(served, `fairway_frames_sent_total{transport="${name}"}`)).toBe(1);
      expect(await metric(served, `fairway_sent_bytes_total{transport="${name}"}`)).toBe(10);
      await client[Symbol.asyncDispose]();
      await waitFor(async () => (await running(name)) === 0, 2_000, "the end");
    });
  });

  describe("an operation", () => {
    test("that is a query is one result and a completion", async () => {
      served.api.onSubscribe = () => reply({ data: { ok: 1 } });
      await using client = await start(served.url, "{ ok }");
      expect(await client.next()).toEqual({ type: "next", payload: '{"data":{"ok":1}}' });
      expect(await client.next()).toEqual({ type: "complete" });
    });

    test.each([
      ["a document that cannot be run", refused("GRAPHQL_VALIDATION_FAILED", 400)],
      ["a rate", refused("TOO_MANY_REQUESTS", 429)],
      ["an engine that ends", refused("SHUTTING_DOWN", 503)],
    ])("that is refused for %s is told so, and counted", async (_what, refusal) => {
      served.api.onSubscribe = () => ({ ...refusal, code: "TOO_MANY_REQUESTS" });
      await using client = await start(served.url, "{ no }");
      const { errors } = JSON.parse(refusal.body.toString());
      expect(await client.next()).toEqual({ type: "error", errors });
      expect(await metric(served, `fairway_refused_total{transport="${name}",code="TOO_MANY_REQUESTS"}`)).toBe(1);
    });

    test("on which the engine fails is masked, and logged", async () => {
      served.api.onSubscribe = () => Promise.reject(new Error("canary"));
      await using client = await start(served.url, subscription);
      const seen = await client.next();
      expect(seen).toMatchObject({ type: "error", errors: [{ extensions: { code: "INTERNAL" } }] });
      expect(JSON.stringify(seen)).not.toContain("canary");
      expect(served.logged.filter(({ level }) => level === "error")).toHaveLength(1);
    });

    test("is asked for on behalf of who sent it", async () => {
      await again({ ...people() });
      await using _ = await start(served.url, subscription, as("anna"));
      const [asked] = await waitFor(() => (served.api.asked[0] ? served.api.asked : undefined), 2_000, "the operation");
      expect(asked?.origin).toMatchObject({ caller: { id: "anna" }, transport: name, readOnlyTransport: false });
    });
  });

  describe("a client", () => {
    test("that goes away releases what it held", async () => {
      const [client, subscription] = await subscribed(transport);
      subscription.sink.send(new Frame(Buffer.alloc(100_000, "1")));
      await client.next();
      client.kill();
      await waitFor(() => subscription.left, 2_000, "the leaving");
      expect([subscription.left, subscription.origin.signal.aborted]).toEqual([1, true]);
      expect(subscription.sink.send(new Frame(Buffer.from("{}")))).toBe(false);
      expect(await running(name)).toBe(0);
    });

    test("that goes away while its operation starts releases it as soon as it has started", async () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      served.api.onSubscribe = (_asked, sink) => {
        sink.send(new Frame(Buffer.from('{"data":1}')));
        return promise;
      };
      const client = await start(served.url, subscription);
      await client.next();
      client.kill();
      await waitFor(() => served.api.asked[0]?.origin.signal.aborted, 2_000, "the abort");
      resolve(undefined);
      await waitFor(() => served.api.subscriptions[0]?.left, 2_000, "the leaving");
      expect(served.api.subscriptions[0]?.left).toBe(1);
    });

    test("that does not read is sent no more until it has drained", async () => {
      const [client, subscription] = await subscribed(transport);
      await using _ = client;
      subscription.sink.send(big);
      await client.next();
      client.pause();
      const sent = await fill(subscription);
      const drains = subscription.drains;
      expect(await metric(served, 'fairway_slow_consumers_total{event="paused"}')).toBe(drains + 1);
      client.resume();
      for (let n = 0; n < sent; n += 1)
        expect(await client.next()).toEqual({ type: "next", payload: big.payload.toString() });
      await waitFor(() => subscription.drains === drains + 1, 2_000, "the drain");
      expect(subscription.sink.send(big)).toBe(true);
    });

    test("that never drains is cut off, and its member released", async () => {
      await again({ sockets: { slowMs: 400 } });
      const [client, subscription] = await subscribed(transport);
      subscription.sink.send(big);
      await client.next();
      client.pause();
      await fill(subscription);
      await waitFor(() => subscription.left, 2_000, "the leaving");
      client.resume();
      expect(await client.ended).toBe(name === "sse" ? "cut" : "4420 The client reads too slowly");
      expect(await metric(served, 'fairway_slow_consumers_total{event="closed"}')).toBe(1);
      expect(subscription.left).toBe(1);
    });
  });

  test("what the gateway ends itself has a code, and no completion: clients come back", async () => {
    let end = () => {};
    const { authenticator } = people();
    await again({
      authenticator: {
        ...authenticator,
        watch: (_, onEnd) => {
          end = () => onEnd(new FairwayError("TOKEN_EXPIRED", "The token has expired"));
          return { [Symbol.dispose]: () => {} };
        },
      },
    });
    const [client, expiring] = await subscribed(transport);
    expiring.sink.send(new Frame(Buffer.from('{"data":1}')));
    await client.next();
    end();
    expect(await client.ended).toBe("4421 The token counts no more: renew it and connect again");
    expect(expiring.left).toBe(1);
  });

  test("a server that is stopped ends its streams with a code, and lets what is under way finish", async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const [client, subscription] = await subscribed(transport);
    subscription.sink.send(new Frame(Buffer.from('{"data":1}')));
    await client.next();
    served.api.onSubscribe = async () => {
      await promise;
      return reply({ data: { late: true } });
    };
    await using asking = await start(served.url, "{ late }");
    await waitFor(() => served.api.asked.length === 2, 2_000, "both");
    const began = performance.now();
    const stopping = served.server.stop();
    expect(await client.ended).toBe("1001 The gateway is shutting down");
    resolve(undefined);
    expect(await asking.next()).toEqual({ type: "next", payload: '{"data":{"late":true}}' });
    expect(await asking.next()).toEqual({ type: "complete" });
    await stopping;
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  test("a client to which nothing happens is kept, however often its connection is looked at", async () => {
    await again({ sockets: { heartbeatMs: 50 } });
    const [client, subscription] = await subscribed(transport);
    await using _ = client;
    subscription.sink.send(new Frame(Buffer.from('{"data":1}')));
    expect(await client.next()).toMatchObject({ type: "next" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    subscription.sink.send(new Frame(Buffer.from('{"data":2}')));
    expect(await client.next()).toEqual({ type: "next", payload: '{"data":2}' });
    expect(subscription.left).toBe(0);
  });
});
