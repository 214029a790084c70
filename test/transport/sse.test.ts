import { connect } from "node:net";
import { createClient, NetworkError } from "graphql-sse";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Frame } from "../../src/api/index.ts";
import { FairwayError } from "../../src/errors/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { EventClient } from "../support/event-client.ts";
import { closedDoor } from "./door.ts";
import { exchange, post, send } from "./raw-http.ts";
import { refused, reply } from "./scripted-api.ts";
import { metric, type Served, serve } from "./served.ts";

let served: Served;
beforeEach(async () => {
  served = await serve({ config: { allowedOrigins: ["https://portal.example.com"] } });
});
afterEach(() => served[Symbol.asyncDispose]());

const document = "subscription { podEvents { cursor } }";
const path = `/graphql?query=${encodeURIComponent(document)}`;
const subscription = () => waitFor(() => served.api.subscriptions[0], 2_000, "the subscription");
const get = (headers: Readonly<Record<string, string>>) => send(served.origin, { method: "GET", path, headers });
const events = { accept: "text/event-stream" };

describe("the stream", () => {
  test("is what the HTML standard and proxies want to see, from its first byte on", async () => {
    await using client = await EventClient.open(served.url);
    expect(client.status).toBe(200);
    expect(client.response.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    expect(client.response.headers["x-request-id"]).toMatch(/./);
    const { sink } = await subscription();
    sink.send(new Frame(Buffer.from('{"data":1}')));
    sink.send(new Frame(Buffer.from('{"data":2}'), "there"));
    sink.close("complete");
    expect(await client.ended).toBe(true);
    expect(client.text).toBe(
      'event: next\ndata: {"data":1}\n\nevent: next\nid: there\ndata: {"data":2}\n\nevent: complete\ndata:\n\n',
    );
  });

  test("makes an event once of a frame that many are sent", async () => {
    await using one = await EventClient.open(served.url);
    await using other = await EventClient.open(served.url);
    await waitFor(() => served.api.subscriptions.length === 2, 2_000, "two subscriptions");
    const frame = new Frame(Buffer.from('{"data":1}'), "there");
    for (const { sink } of served.api.subscriptions) sink.send(frame);
    expect(await one.next()).toEqual(await other.next());
    let made = 0;
    const form = () => {
      made += 1;
      return Buffer.alloc(0);
    };
    for (let n = 0; n < 3; n += 1) frame.as(form);
    expect(made).toBe(1);
  });

  test("has comments while nothing happens", async () => {
    await served[Symbol.asyncDispose]();
    served = await serve({ sockets: { heartbeatMs: 30 } });
    await using client = await EventClient.open(served.url);
    await waitFor(() => client.comments.length > 2, 2_000, "heartbeats");
    expect(client.unread).toEqual([]);
  });

  test("may be read by pages of configured origins, which may say where to go on", async () => {
    const origin = "https://portal.example.com";
    await using client = await EventClient.open(served.url, { headers: { origin } });
    expect(client.response.headers["access-control-allow-origin"]).toBe(origin);
    const { headers } = await send(served.origin, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "last-event-id" },
    });
    expect(headers["access-control-allow-headers"]).toContain("last-event-id");
  });
});

test("a client that goes while it is found out who it is leaves no subscription behind", async () => {
  const door = closedDoor();
  await served[Symbol.asyncDispose]();
  served = await serve({ authenticator: door.authenticator });
  const socket = connect(served.server.port, "127.0.0.1");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${served.host}\r\nAccept: text/event-stream\r\n\r\n`);
  await door.asked;
  socket.destroy();
  // What comes after the end of that connection has been answered, so the end was noticed.
  for (let n = 0; n < 2; n += 1) await send(served.origin, { method: "GET", path: "/healthz" });
  door.open();
  const { origin, left } = await waitFor(() => served.api.subscriptions.find((each) => each.left), 2_000, "its leave");
  expect([origin.signal.aborted, left]).toEqual([true, 1]);
});

describe("the id of the last event", () => {
  const askedAfter = async (id: string | undefined) => {
    await using _ = await EventClient.open(served.url, { headers: id === undefined ? {} : { "last-event-id": id } });
    return (await subscription()).origin.after;
  };

  test("is where the subscription goes on", async () => {
    expect(await askedAfter("there")).toBe("there");
  });

  test.each([undefined, ""])("is none where it is %j", async (id) => {
    expect(await askedAfter(id)).toBeUndefined();
  });

  test("may be as large as the head of a request, and no larger", async () => {
    const large = await get({ ...events, "last-event-id": "x".repeat(20_000) }).catch((error) => error.code);
    expect(typeof large === "string" ? large : large.status).toBe(431);
    expect(served.api.asked).toEqual([]);
  });
});

describe("a GET", () => {
  test("streams a subscription to a page of the gateway's own, which EventSource gives no headers", async () => {
    await using client = await EventClient.open(served.url, {
      method: "GET",
      headers: { "sec-fetch-site": "same-origin" },
    });
    const { origin, sink } = await subscription();
    expect(origin.readOnlyTransport).toBe(true);
    sink.send(new Frame(Buffer.from('{"data":1}')));
    expect(await client.next()).toEqual({ event: "next", data: '{"data":1}' });
  });

  test.each<[string, Record<string, string>, number]>([
    ["another site's page", { "sec-fetch-site": "cross-site" }, 400],
    ["a page of the same site", { "sec-fetch-site": "same-site" }, 400],
    ["another origin", { origin: "https://evil.example" }, 403],
    ["a name that was pointed here", { host: "evil.example" }, 403],
  ])("from %s is refused before anything is asked, and counted", async (_what, headers, status) => {
    const answer = await get({ ...events, ...headers });
    expect([answer.status, answer.headers["content-type"]]).toEqual([status, "application/json; charset=utf-8"]);
    const code = status === 403 ? "FORBIDDEN" : "BAD_REQUEST";
    expect(answer.errors[0]?.extensions.code).toBe(code);
    expect(await metric(served, `fairway_refused_total{transport="sse",code="${code}"}`)).toBe(1);
    expect(served.api.asked).toEqual([]);
  });
});

describe("what is answered", () => {
  test.each([
    ["text/event-stream", true],
    ["TEXT/Event-Stream; charset=utf-8", true],
    ["text/event-stream, application/json", true],
    ["application/json;q=0.5, text/event-stream", true],
    ["application/json, text/event-stream", false],
    ["application/graphql-response+json, application/json, text/event-stream, multipart/mixed", false],
    ["text/event-stream;q=0, */*", false],
    ["*/*", false],
    ["text/*", undefined],
    ["text/event-stream; charset=latin1", undefined],
  ])("to Accept: %s", async (accept, streams) => {
    served.api.onSubscribe = () => reply({ data: { ok: 1 } });
    const { status, text } = await post(served.origin, { query: "{ ok }" }, { accept });
    if (streams === undefined) expect(status).toBe(406);
    else if (streams) expect(text).toBe('event: next\ndata: {"data":{"ok":1}}\n\nevent: complete\ndata:\n\n');
    else expect(text).toBe('{"data":{"ok":true}}');
  });

  test("two Accept headers are one list", async () => {
    served.api.onSubscribe = () => reply({ data: { ok: 1 } });
    const body = '{"query":"{ ok }"}';
    const answer = await exchange(
      served.server.port,
      `POST /graphql HTTP/1.1\r\nHost: ${served.host}\r\nAccept: text/event-stream\r\nAccept: application/json\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*content-type: text\/event-stream/is);
  });

  test.each([
    ["GRAPHQL_VALIDATION_FAILED", 400, 200],
    ["TOO_MANY_REQUESTS", 429, 429],
    ["SHUTTING_DOWN", 503, 503],
    ["BAD_REQUEST", 405, 405],
  ])("to what is refused with %s (%d) has the status %d", async (code, given, status) => {
    served.api.onSubscribe = () => ({ ...refused(code, given), retryAfterMs: 1_500 });
    const answer = await get(events);
    expect(answer.status).toBe(status);
    const errors = `{"errors":[{"message":"refused: ${code}","extensions":{"code":"${code}"}}]}`;
    const body = status === 200 ? `event: next\ndata: ${errors}\n\nevent: complete\ndata:\n\n` : errors;
    expect(answer.text).toBe(body);
    const { "retry-after": retryAfter, allow } = answer.headers;
    expect([retryAfter, allow]).toEqual([status === 200 ? undefined : "2", status === 405 ? "POST" : undefined]);
  });
});

describe("garbage is answered as over plain HTTP", () => {
  const asJson = { ...events, "content-type": "application/json" };
  test.each<[string, Parameters<typeof send>[1], number]>([
    ["no body", { headers: asJson }, 400],
    ["no JSON", { headers: asJson, body: "{" }, 400],
    ["a list of operations", { headers: asJson, body: "[{}]" }, 400],
    ["a query that is a number", { headers: asJson, body: '{"query":1}' }, 400],
    ["another type of body", { headers: { ...events, "content-type": "text/plain" }, body: "{}" }, 415],
    ["no query", { method: "GET", path: "/graphql", headers: events }, 400],
    ["two queries", { method: "GET", path: `${path}&query=x`, headers: events }, 400],
    ["a reservation of a stream", { method: "PUT", headers: events }, 405],
    ["the end of an operation", { method: "DELETE", path: "/graphql?operationId=1", headers: events }, 405],
    [
      "the token of a reservation",
      { headers: { ...asJson, "x-graphql-event-stream-token": "x" }, body: `{"query":"${document}"}` },
      400,
    ],
  ])("%s", async (_what, request, status) => {
    const answer = await send(served.origin, request);
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, "BAD_REQUEST"]);
    expect(await metric(served, 'fairway_refused_total{transport="sse",code="BAD_REQUEST"}')).toBe(1);
    expect(served.api.asked).toEqual([]);
  });
});

describe("clients of graphql-sse", () => {
  test("get results, errors of documents, and the end", async () => {
    const client = createClient({ url: served.url, retryAttempts: 0 });
    served.api.onSubscribe = () => refused("GRAPHQL_VALIDATION_FAILED");
    const results: unknown[] = [];
    for await (const result of client.iterate({ query: "{ no }" })) results.push(result);
    expect(results).toMatchObject([{ errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] }]);
    served.api.onSubscribe = () => refused("TOO_MANY_REQUESTS", 429);
    await expect(client.iterate({ query: "{ no }" }).next()).rejects.toThrow(NetworkError);
    client.dispose();
  });

  test("come back by themselves when the gateway ends a stream, with a new token, and say where they were", async () => {
    let end = () => {};
    const shown: unknown[] = [];
    await served[Symbol.asyncDispose]();
    served = await serve({
      authenticator: {
        verifies: true,
        identify: ({ authorization }) => {
          shown.push(authorization);
          return { principal: { issuer: "test", username: "jane", groups: [], extra: {} } };
        },
        watch: (_who, onEnd) => {
          end = () => onEnd(new FairwayError("TOKEN_EXPIRED", "The token has expired"));
          return { [Symbol.dispose]: () => {} };
        },
      },
    });
    const tokens = ["one", "two"];
    let cursor = "";
    const client = createClient({
      url: served.url,
      retry: async () => {},
      headers: () => ({ authorization: `Bearer ${tokens.shift()}`, "last-event-id": cursor }),
    });
    const results: unknown[] = [];
    const ends: unknown[] = [];
    client.subscribe<{ cursor: string }>(
      { query: document },
      {
        next: ({ data }) => {
          cursor = data?.cursor ?? "";
          results.push(data);
        },
        error: (error) => ends.push(error),
        complete: () => ends.push("complete"),
      },
    );
    (await subscription()).sink.send(new Frame(Buffer.from('{"data":{"cursor":"there"}}'), "there"));
    await waitFor(() => results.length === 1, 2_000, "the first result");
    end();
    const second = await waitFor(() => served.api.subscriptions[1], 2_000, "the subscription again");
    expect([second.origin.after, shown, ends]).toEqual(["there", ["Bearer one", "Bearer two"], []]);
    second.sink.send(new Frame(Buffer.from('{"data":{"cursor":"further"}}')));
    await waitFor(() => results.length === 2, 2_000, "the next result");
    client.dispose();
    await waitFor(() => second.left, 2_000, "the leaving");
  });
});
