import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FairwayError } from "../../src/errors/index.ts";
import { as, people } from "./people.ts";
import { exchange, post, send } from "./raw-http.ts";
import { metric, type Served, serve } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

const portal = "https://portal.example.com";
const query = { query: "{ ok }" };

let served: Served;
beforeAll(async () => {
  const { authenticator, callerOf } = people();
  served = await serve({
    config: { allowedOrigins: [portal] },
    callerOf,
    authenticator: {
      verifies: true,
      identify: (credentials) => {
        if (!credentials.authorization) throw new FairwayError("UNAUTHENTICATED", "A bearer token is needed");
        return authenticator.identify(credentials);
      },
    },
  });
});
afterAll(() => served[Symbol.asyncDispose]());

describe("a page of another origin", () => {
  const origins = [
    "https://portal.example.com.evil.example",
    "https://portal.example.com:444",
    "https://portal.example.com/",
    "http://portal.example.com",
    "https://PORTAL.example.com",
    "https://portal.example.com, https://evil.example",
    "https://evil.example\thttps://portal.example.com",
    "null",
    "*",
    "file://",
    "javascript:alert(1)",
    "",
    "x".repeat(8_000),
  ];

  test.each(origins)("reaches nothing, by any transport: %j", async (origin) => {
    const before = served.api.asked.length;
    const headers = { ...as("anna"), origin };
    const answers = [
      await post(served.origin, query, headers),
      await send(served.origin, {
        method: "GET",
        path: "/graphql?query=%7Bok%7D",
        headers: { ...headers, accept: "application/json", "apollo-require-preflight": "1" },
      }),
      await send(served.origin, {
        method: "OPTIONS",
        headers: { ...headers, "access-control-request-method": "POST" },
      }),
      await send(served.origin, { method: "GET", path: "/metrics", headers }),
    ];
    for (const { status, errors, headers: got, text } of answers) {
      expect([status, errors[0]?.extensions.code]).toEqual([403, "FORBIDDEN"]);
      expect(Object.keys(got).filter((name) => name.startsWith("access-control"))).toEqual([]);
      if (origin.length > 4) expect(text).not.toContain(origin);
    }
    expect(served.api.asked).toHaveLength(before);
  });

  test("gets no WebSocket", async () => {
    for (const origin of ["https://evil.example", "null", `${portal}.evil.example`]) {
      const client = new SocketClient(served.url, { headers: as("anna"), origin });
      expect((await client.closed).code).toBe(1006);
    }
    await using client = await SocketClient.open(served.url, { headers: as("anna"), origin: portal });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });
});

describe("what a page may send without asking first is no operation", () => {
  test.each([
    "text/plain",
    "text/plain; application/json",
    "text/plain, application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=application/json",
    "application/graphql",
    "application/json, text/plain",
    "application/json-patch+json",
    " ",
    "application/jsonx",
  ])("a body of %j", async (type) => {
    const before = served.api.asked.length;
    const response = await post(served.origin, query, { ...as("anna"), "content-type": type });
    expect([response.status, response.errors[0]?.extensions.code]).toEqual([415, "BAD_REQUEST"]);
    expect(served.api.asked).toHaveLength(before);
  });

  test.each([
    ["nothing of its own", {}],
    ["what a picture asks for", { accept: "image/avif,*/*;q=0.8", "sec-fetch-site": "cross-site" }],
    ["JSON, from another site", { accept: "application/json", "sec-fetch-site": "cross-site" }],
    ["JSON, from a site beside ours", { accept: "application/json", "sec-fetch-site": "same-site" }],
    ["a site that is none", { accept: "application/json", "sec-fetch-site": "CROSS-SITE, same-origin" }],
  ])("a GET with %s", async (_what, headers) => {
    const before = served.api.asked.length;
    const path = "/graphql?query=%7Bok%7D";
    const response = await send(served.origin, { method: "GET", path, headers: { ...as("anna"), ...headers } });
    expect([response.status, response.errors[0]?.extensions.code]).toEqual([400, "BAD_REQUEST"]);
    expect(served.api.asked).toHaveLength(before);
  });
});

describe("a page of a configured origin", () => {
  const asks = {
    origin: portal,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
  };

  test("may ask before it says who its user is, as browsers do, and learns nothing by it", async () => {
    const { status, headers, text } = await send(served.origin, { method: "OPTIONS", headers: asks });
    expect([status, text]).toEqual([204, ""]);
    expect(headers["access-control-allow-origin"]).toBe(portal);
    expect(headers["access-control-allow-headers"]).toContain("authorization");
    expect(headers["access-control-allow-methods"]).toBe("GET, POST");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
    expect(headers.vary).toMatch(/origin/i);
  });

  test("can read why it was refused", async () => {
    const { status, headers, errors } = await post(served.origin, query, { origin: portal });
    expect([status, errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(headers["access-control-allow-origin"]).toBe(portal);
    expect(headers["access-control-expose-headers"]).toMatch(/retry-after/);
  });
});

describe("every refusal is counted once, by the code that was told", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`);
  const count = (transport: string, code: string) =>
    metric(served, `fairway_refused_total{transport="${transport}",code="${code}"}`);

  test.each<[string, string, string, () => Promise<unknown>]>([
    ["at the door", "http", "FORBIDDEN", () => post(served.origin, query, { origin: "https://evil.example" })],
    ["of its body", "http", "BAD_REQUEST", () => post(served.origin, "{", as("anna"))],
    ["of its path", "http", "NOT_FOUND", () => send(served.origin, { path: "/nothing" })],
    ["what is no HTTP", "http", "BAD_REQUEST", () => exchange(served.server.port, "hello\r\n\r\n")],
    [
      "of a handshake",
      "websocket",
      "FORBIDDEN",
      () => new SocketClient(served.url, { origin: "https://evil.example" }).closed,
    ],
    [
      "of an operation on a socket",
      "websocket",
      "LIMIT_EXCEEDED",
      async () => {
        await using client = await SocketClient.open(served.url, { headers: as("anna") });
        client.send({ id: "1", type: "subscribe", payload: { query: "{ ok }", variables: deep } });
        await client.next();
      },
    ],
    [
      "of who opens a socket",
      "websocket",
      "UNAUTHENTICATED",
      async () => {
        const client = new SocketClient(served.url);
        client.socket.once("open", () => client.send({ type: "connection_init" }));
        await client.closed;
      },
    ],
  ])("%s", async (_what, transport, code, refused) => {
    const before = await count(transport, code);
    await refused();
    expect(await count(transport, code)).toBe(before + 1);
  });
});

test("whoever is refused a handshake is told when to come back", async () => {
  const identify = () => {
    throw new FairwayError("TOO_MANY_REQUESTS", "Too many callers at the same time", { retryAfterMs: 2_500 });
  };
  await using busy = await serve({ authenticator: { verifies: true, identify } });
  const handshake = [
    "GET /graphql HTTP/1.1",
    `Host: ${busy.host}`,
    "Authorization: Bearer anna",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol: graphql-transport-ws",
  ];
  const text = await exchange(busy.server.port, `${handshake.join("\r\n")}\r\n\r\n`);
  expect(text).toMatch(/^HTTP\/1.1 429 /);
  expect(text).toMatch(/\r\nretry-after: 3\r\n/);
  expect(text).toMatch(/\r\nx-request-id: [0-9a-f-]{36}\r\n/);
  expect(text).toContain('"retryAfterMs":2500');
  const response = await post(busy.origin, query, as("anna"));
  expect([response.status, response.headers["retry-after"]]).toEqual([429, "3"]);
  expect(response.errors[0]?.extensions).toMatchObject({ code: "TOO_MANY_REQUESTS", retryAfterMs: 2_500 });
});
