import { afterEach, describe, expect, test } from "vitest";
import { Frame } from "../../src/api/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { reply, type ScriptedSubscription } from "./scripted-api.ts";
import { metric, type Served, serve } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

let served: Served;
afterEach(() => served[Symbol.asyncDispose]());

const frame = new Frame(Buffer.from(`{"data":"${"x".repeat(64 * 1024)}"}`));

async function subscribed(client: SocketClient, id: string): Promise<ScriptedSubscription> {
  const before = served.api.subscriptions.length;
  client.subscribe(id);
  return await waitFor(() => served.api.subscriptions[before], 2_000, "the subscription");
}

/** Sends until the sink says that it is full. */
function fill({ sink }: ScriptedSubscription): number {
  for (let sent = 1; sent < 2_000; sent += 1) if (!sink.send(frame)) return sent;
  throw new Error("the sink never was full");
}

describe("a client that does not read", () => {
  test("makes its sink full, and drains it once when it reads again", async () => {
    served = await serve();
    await using client = await SocketClient.open(served.url);
    const subscription = await subscribed(client, "1");
    client.socket.pause();
    const sent = fill(subscription);
    expect(subscription.drains).toBe(0);
    client.socket.resume();
    await waitFor(() => subscription.drains, 5_000, "the drain");
    for (let n = 0; n < sent; n += 1) await client.text();
    expect([subscription.drains, client.unread.length]).toEqual([1, 0]);
    expect(subscription.sink.send(frame)).toBe(true);
    expect(await client.text()).toHaveLength(frame.payload.length + '{"id":"1","type":"next","payload":}'.length);
    expect(await metric(served, 'fairway_slow_consumers_total{event="paused"}')).toBe(1);
  });

  test("costs no time while it does not read", async () => {
    served = await serve();
    await using client = await SocketClient.open(served.url);
    const subscription = await subscribed(client, "1");
    client.socket.pause();
    fill(subscription);
    const before = process.cpuUsage();
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { user, system } = process.cpuUsage(before);
    const share = (user + system) / 1_000 / (performance.now() - began);
    // A loop that spins takes a whole core.
    expect(share).toBeLessThan(0.3);
    expect(subscription.drains).toBe(0);
  });

  test("does not hold up another client", async () => {
    served = await serve();
    await using paused = await SocketClient.open(served.url);
    await using brisk = await SocketClient.open(served.url);
    const slow = await subscribed(paused, "1");
    const fast = await subscribed(brisk, "1");
    paused.socket.pause();
    fill(slow);
    for (let n = 0; n < 50; n += 1) {
      expect(fast.sink.send(frame)).toBe(true);
      await brisk.text();
    }
    expect(fast.drains).toBe(0);
  });

  test("is closed with a code when it never drains, and its members are released", async () => {
    served = await serve({ sockets: { slowMs: 300 } });
    await using client = await SocketClient.open(served.url);
    const first = await subscribed(client, "1");
    const second = await subscribed(client, "2");
    client.socket.pause();
    fill(first);
    await waitFor(() => first.left && second.left, 2_000, "the leaving");
    client.socket.resume();
    expect(await client.closed).toEqual({ code: 4420, reason: "The client reads too slowly" });
    expect([first.left, second.left]).toEqual([1, 1]);
    expect(await metric(served, 'fairway_slow_consumers_total{event="closed"}')).toBe(1);
  });

  test("and is killed while it is full is released at once", async () => {
    served = await serve();
    const client = await SocketClient.open(served.url);
    const subscription = await subscribed(client, "1");
    client.socket.pause();
    fill(subscription);
    client.socket.terminate();
    await waitFor(() => subscription.left, 2_000, "the leaving");
    expect(subscription.drains).toBe(0);
    expect(subscription.sink.send(frame)).toBe(false);
  });

  test("but goes on asking is not heard until it reads", async () => {
    served = await serve();
    const big = reply({ data: "y".repeat(512 * 1024) });
    served.api.onSubscribe = () => big;
    await using client = await SocketClient.open(served.url);
    client.socket.pause();
    let sent = 0;
    const heard = () => waitFor(() => served.api.asked.length === sent, 500, "the question to be heard");
    const ask = async () => {
      sent += 1;
      client.subscribe(`q${sent}`, "{ ok }");
      await heard();
    };
    // Until the kernel's buffers and the server's are full.
    for (;;)
      if (
        !(await ask().then(
          () => true,
          () => false,
        ))
      )
        break;
    expect(sent).toBeLessThan(400);
    expect(served.api.asked).toHaveLength(sent - 1);
    client.socket.resume();
    await waitFor(() => served.api.asked.length === sent, 5_000, "the last question to be heard");
    for (let n = 0; n < 2 * sent; n += 1) await client.text();
    expect(client.unread).toEqual([]);
  });
});

describe("several operations on one full socket", () => {
  test("drain one after the other, and wait again when one of them has filled it", async () => {
    served = await serve();
    await using client = await SocketClient.open(served.url);
    const first = await subscribed(client, "1");
    const second = await subscribed(client, "2");
    let refilled = 0;
    let overtaken: number | undefined;
    first.sink.onDrain(() => {
      first.drains += 1;
      if (first.drains > 1) return;
      refilled = fill(first);
      queueMicrotask(() => {
        overtaken = second.drains;
      });
    });
    client.socket.pause();
    let expected = fill(first);
    expect(second.sink.send(frame)).toBe(false);
    expected += 1;
    client.socket.resume();
    await waitFor(() => second.drains, 5_000, "the second one's turn");
    expected += refilled;
    for (let n = 0; n < expected; n += 1) await client.text();
    await waitFor(() => first.drains === 2, 5_000, "the first one's second turn");
    expect([first.drains, second.drains]).toEqual([2, 1]);
    expect(overtaken).toBe(0);
  });

  test("of which one is completed meanwhile, spare it the drain", async () => {
    served = await serve();
    await using client = await SocketClient.open(served.url);
    const subscription = await subscribed(client, "1");
    client.socket.pause();
    const sent = fill(subscription);
    client.send({ id: "1", type: "complete" });
    client.socket.resume();
    for (let n = 0; n < sent; n += 1) await client.text();
    await waitFor(() => subscription.left, 2_000, "the leaving");
    expect(subscription.drains).toBeLessThanOrEqual(1);
  });
});
