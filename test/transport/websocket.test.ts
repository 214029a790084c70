import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Frame } from "../../src/api/index.ts";
import { FairwayError } from "../../src/errors/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { refused, reply, type ScriptedSubscription } from "./scripted-api.ts";
import { caller, metric, type Served, serve } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

const subscriptions = (count: number) =>
  waitFor(
    () => (served.api.subscriptions.length >= count ? served.api.subscriptions : undefined),
    2_000,
    "subscriptions",
  );

async function subscribed(client: SocketClient, id = "1"): Promise<ScriptedSubscription> {
  const before = served.api.subscriptions.length;
  client.subscribe(id);
  return (await subscriptions(before + 1))[before] as ScriptedSubscription;
}

describe("frames", () => {
  test.each(["1", 'a"b\\c', "\u0000\n\u2028", "日本 🏃", "__proto__", "x".repeat(1_000)])(
    "go out byte for byte, in the envelope of operation %j",
    async (id) => {
      await using client = await SocketClient.open(served.url);
      const { sink } = await subscribed(client, id);
      // Insignificant space and escapes that a second JSON.stringify would not leave as they are.
      for (const size of [0, 100, 16 * 1024, 200_000]) {
        const frame = Buffer.from(`{ "data":{"x":"\\u00e9é🏃${"y".repeat(size)}"}, "n":1.0}`);
        const copy = Buffer.from(frame);
        expect(sink.send(new Frame(frame))).toBe(true);
        const text = await client.text();
        expect(text).toBe(`{"id":${JSON.stringify(id)},"type":"next","payload":${copy}}`);
        expect(JSON.parse(text).id).toBe(id);
        expect(frame.equals(copy)).toBe(true);
      }
    },
  );

  test("of every length go out byte for byte, also where their header takes another form", async () => {
    await using client = await SocketClient.open(served.url);
    const { sink } = await subscribed(client, "1");
    const head = '{"id":"1","type":"next","payload":';
    for (const length of [125, 126, 127, 4_095, 4_096, 4_200, 0xfffe, 0xffff, 0x1_0000, 0x1_0001]) {
      const payload = `"${"z".repeat(length - head.length - 3)}"`;
      expect(sink.send(new Frame(Buffer.from(payload)))).toBe(true);
      const text = await client.text();
      expect(text).toBe(`${head}${payload}}`);
      expect(text).toHaveLength(length);
    }
  });

  test("of many operations keep their order", async () => {
    await using client = await SocketClient.open(served.url);
    const sinks = [(await subscribed(client, "a")).sink, (await subscribed(client, "b")).sink];
    const expected: string[] = [];
    for (let n = 0; n < 200; n += 1) {
      const payload = `{"data":{"n":${n},"fill":"${"z".repeat((n * 977) % 30_000)}"}}`;
      sinks[n % 2]?.send(new Frame(Buffer.from(payload)));
      expected.push(`{"id":"${n % 2 ? "b" : "a"}","type":"next","payload":${payload}}`);
    }
    const got: string[] = [];
    while (got.length < expected.length) got.push(await client.text());
    expect(got).toEqual(expected);
  });

  test("that come before the engine has answered are not lost", async () => {
    served.api.onSubscribe = (_asked, sink) => {
      sink.send(new Frame(Buffer.from('{"data":1}')));
      return undefined;
    };
    await using client = await SocketClient.open(served.url);
    client.subscribe("1");
    expect(await client.next()).toEqual({ id: "1", type: "next", payload: { data: 1 } });
  });
});

describe("an operation", () => {
  test("is asked for on behalf of whoever opened the socket", async () => {
    await using client = await SocketClient.open(served.url);
    const { request, origin } = await subscribed(client);
    expect(request.query).toContain("podEvents");
    expect(origin.caller).toBe(caller);
    expect(origin.readOnlyTransport).toBe(false);
  });

  test("that is a query is one result and a completion", async () => {
    served.api.onSubscribe = () => reply({ data: { ok: 1 } });
    await using client = await SocketClient.open(served.url);
    client.subscribe("q", "{ ok }");
    expect(await client.text()).toBe('{"id":"q","type":"next","payload":{"data":{"ok":1}}}');
    expect(await client.next()).toEqual({ id: "q", type: "complete" });
  });

  test("that is refused is told why in the protocol's form", async () => {
    served.api.onSubscribe = () => refused("GRAPHQL_VALIDATION_FAILED");
    await using client = await SocketClient.open(served.url);
    client.subscribe("q", "{ no }");
    const payload = [
      { message: "refused: GRAPHQL_VALIDATION_FAILED", extensions: { code: "GRAPHQL_VALIDATION_FAILED" } },
    ];
    expect(await client.next()).toEqual({ id: "q", type: "error", payload });
  });

  test("on which the engine fails is masked", async () => {
    served.api.onSubscribe = () => Promise.reject(new Error("canary"));
    await using client = await SocketClient.open(served.url);
    client.subscribe("q");
    const text = await client.text();
    expect(text).toContain('"code":"INTERNAL"');
    expect(text).not.toContain("canary");
    expect(served.logged.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  test.each([
    ["complete", undefined, { id: "1", type: "complete" }],
    [
      "failed",
      new FairwayError("CLUSTER_UNAVAILABLE", "gone"),
      { type: "error", payload: [{ message: "gone", extensions: { code: "CLUSTER_UNAVAILABLE", retryable: true } }] },
    ],
  ] as const)("that the engine ends as %s is ended for the client, and only that", async (reason, error, expected) => {
    await using client = await SocketClient.open(served.url);
    const ended = await subscribed(client);
    ended.sink.close(reason, error);
    expect(await client.next()).toMatchObject(expected);
    // Its id is free again at once, and what belongs to the old one stays silent.
    const next = await subscribed(client);
    expect(ended.sink.send(new Frame(Buffer.from("{}")))).toBe(false);
    next.sink.send(new Frame(Buffer.from('{"data":2}')));
    expect(await client.next()).toMatchObject({ id: "1", payload: { data: 2 } });
    expect(ended.left).toBe(0);
  });

  test("that the client completes is left once, and its id can be used again in the same breath", async () => {
    await using client = await SocketClient.open(served.url);
    const first = await subscribed(client);
    client.send({ id: "1", type: "complete" });
    client.subscribe("1");
    const [, second] = await subscriptions(2);
    expect([first.left, second?.left]).toEqual([1, 0]);
    expect(first.origin.signal.aborted).toBe(true);
    second?.sink.send(new Frame(Buffer.from('{"data":2}')));
    expect(await client.next()).toMatchObject({ payload: { data: 2 } });
    client.send({ id: "1", type: "complete" });
    await waitFor(() => second?.left, 2_000, "the second to be left");
    expect(first.left).toBe(1);
  });

  test("that the client completes while it starts is left as soon as it has started", async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    served.api.onSubscribe = () => promise;
    await using client = await SocketClient.open(served.url);
    client.subscribe("1");
    const asked = await waitFor(() => served.api.asked[0], 2_000, "the operation");
    client.send({ id: "1", type: "complete" });
    await waitFor(() => asked.origin.signal.aborted, 2_000, "the abort");
    resolve(undefined);
    const [subscription] = await subscriptions(1);
    await waitFor(() => subscription?.left, 2_000, "the leaving");
    expect(subscription?.left).toBe(1);
    expect(client.unread).toEqual([]);
  });

  test("above the limit of its socket is refused, and one is possible again when another ended", async () => {
    await served[Symbol.asyncDispose]();
    const limits = {
      bodyBytes: 1_000,
      wsMessageBytes: 1_000,
      subscriptionsPerSocket: 2,
      variablesDepth: 3,
      variablesBytes: 500,
    };
    served = await serve({ config: { limits } });
    await using client = await SocketClient.open(served.url);
    await subscribed(client, "a");
    await subscribed(client, "b");
    client.subscribe("c");
    expect(await client.next()).toMatchObject({
      id: "c",
      type: "error",
      payload: [{ extensions: { code: "TOO_MANY_REQUESTS", retryable: true, retryAfterMs: 1_000 } }],
    });
    client.send({ id: "a", type: "complete" });
    await subscribed(client, "c");
    const payload = { query: "{ ok }", variables: { a: { b: { c: {} } } } };
    client.send({ id: "a", type: "complete" });
    client.send({ id: "b", type: "complete" });
    client.send({ id: "d", type: "subscribe", payload });
    expect(await client.next()).toMatchObject({
      id: "d",
      type: "error",
      payload: [{ extensions: { code: "LIMIT_EXCEEDED" } }],
    });
  });
});

describe("a socket that goes away releases what it held", () => {
  test.each<[string, (client: SocketClient) => void]>([
    ["killed in mid-stream", (client) => client.socket.terminate()],
    ["closed in order", (client) => client.socket.close(1000)],
    ["closed for a message that is none", (client) => client.send("garbage")],
  ])("%s", async (_how, end) => {
    const client = await SocketClient.open(served.url);
    const first = await subscribed(client, "a");
    const second = await subscribed(client, "b");
    expect(await metric(served, 'fairway_subscriptions{transport="websocket"}')).toBe(2);
    first.sink.send(new Frame(Buffer.alloc(100_000, "x")));
    end(client);
    await waitFor(() => first.left && second.left, 2_000, "the leaving");
    expect([first.left, second.left]).toEqual([1, 1]);
    expect(first.origin.signal.aborted).toBe(true);
    expect(first.sink.send(new Frame(Buffer.from("{}")))).toBe(false);
    await waitFor(async () => (await metric(served, "fairway_sockets")) === 0, 2_000, "the socket's end");
    expect(await metric(served, 'fairway_subscriptions{transport="websocket"}')).toBe(0);
  });
});

describe("garbage", () => {
  test.each<[string, string | Buffer, number]>([
    ["no JSON", "hello", 4400],
    ["a JSON that is no message", "[1]", 4400],
    ["an unknown type", '{"type":"start"}', 4400],
    ["a message of servers", '{"id":"1","type":"next","payload":{}}', 4400],
    ["a subscribe without a query", '{"id":"1","type":"subscribe","payload":{}}', 4400],
    ["a subscribe with a query that is a list", '{"id":"1","type":"subscribe","payload":{"query":[]}}', 4400],
    [
      "a subscribe with variables that are a text",
      '{"id":"1","type":"subscribe","payload":{"query":"{a}","variables":"x"}}',
      4400,
    ],
    ["a subscribe without an id", '{"type":"subscribe","payload":{"query":"{a}"}}', 4400],
    ["a second init", '{"type":"connection_init"}', 4429],
    ["binary", Buffer.from('{"type":"ping"}'), 4400],
    ["a message above the limit", JSON.stringify({ type: "ping", payload: { x: "y".repeat(256 * 1024) } }), 1009],
  ])("%s closes the socket with %s %s", async (_what, message, code) => {
    await using client = await SocketClient.open(served.url);
    client.socket.send(message);
    expect((await client.closed).code).toBe(code);
    expect(served.api.asked).toEqual([]);
  });

  test("text that is no UTF-8 closes the socket", async () => {
    await using client = await SocketClient.open(served.url);
    client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect((await client.closed).code).toBe(1007);
  });

  test("an id that is running closes the socket", async () => {
    await using client = await SocketClient.open(served.url);
    const subscription = await subscribed(client);
    client.subscribe("1");
    expect((await client.closed).code).toBe(4409);
    await waitFor(() => subscription.left, 2_000, "the leaving");
  });

  test("a subscribe before the init closes the socket", async () => {
    await using client = new SocketClient(served.url);
    await once(client.socket, "open");
    client.subscribe("1");
    expect((await client.closed).code).toBe(4401);
    expect(served.api.asked).toEqual([]);
  });

  test("no init at all closes the socket", async () => {
    await using client = new SocketClient(served.url);
    expect((await client.closed).code).toBe(4408);
  });

  test("completing what does not run is nothing", async () => {
    await using client = await SocketClient.open(served.url);
    client.send({ id: "nothing", type: "complete" });
    client.send({ type: "ping", payload: { a: 1 } });
    expect(await client.next()).toEqual({ type: "pong", payload: { a: 1 } });
  });

  test("another subprotocol is not spoken", async () => {
    await using client = new SocketClient(served.url, {}, "graphql-ws");
    expect((await client.closed).code).toBe(1006);
    const bare = new (await import("ws")).WebSocket(served.url.replace("http", "ws"));
    const [code] = await once(bare, "close");
    expect(code).toBe(4406);
  });

  test("that follows a close is ignored", async () => {
    await using client = await SocketClient.open(served.url);
    client.socket.send("garbage");
    client.subscribe("late");
    await client.closed;
    await delay(20);
    expect(served.api.asked).toEqual([]);
  });
});

describe("the guard stands before the handshake", () => {
  test.each([
    ["a page of another origin", { origin: "https://evil.example" }, "/graphql", 403],
    ["a name that was pointed here", { headers: { host: "evil.example" } }, "/graphql", 403],
    ["another path", {}, "/elsewhere", 404],
  ])("%s", async (_what, options, path, status) => {
    await using client = new SocketClient(`${served.origin}${path}`, options);
    const [, response] = await once(client.socket, "unexpected-response");
    expect(response.statusCode).toBe(status);
    let text = "";
    for await (const chunk of response) text += chunk;
    expect(JSON.parse(text).errors[0].extensions.code).toBe(status === 404 ? "NOT_FOUND" : "FORBIDDEN");
  });

  test("a page of the gateway's own origin may connect", async () => {
    await using client = await SocketClient.open(served.url, { origin: served.origin });
    expect(client.socket.readyState).toBe(1);
  });
});

test("a peer that answers no ping is dead, one that does is not", async () => {
  await served[Symbol.asyncDispose]();
  served = await serve({ sockets: { heartbeatMs: 100 } });
  await using alive = await SocketClient.open(served.url);
  await using dead = await SocketClient.open(served.url, { autoPong: false });
  const subscription = await subscribed(dead);
  expect((await dead.closed).code).toBe(1006);
  await waitFor(() => subscription.left, 2_000, "the leaving");
  await delay(300);
  expect(alive.socket.readyState).toBe(1);
});
