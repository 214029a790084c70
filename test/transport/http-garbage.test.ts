import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exchange, post, send } from "./raw-http.ts";
import { type Served, serve } from "./served.ts";

let served: Served;
beforeAll(async () => {
  served = await serve({
    config: { allowedOrigins: ["https://portal.example.com"], allowedHosts: ["gw.example.com"] },
  });
});
afterAll(() => served[Symbol.asyncDispose]());

const json = { "content-type": "application/json" };
const query = { query: "{ ok }" };
const get = (path: string, headers: Record<string, string> = { accept: "application/json" }) =>
  send(served.origin, { method: "GET", path, headers });

describe("what is no GraphQL request is refused with a code and never reaches the engine", () => {
  const large = { a: "é".repeat(130 * 1024) };
  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`);
  test.each<[string, () => Promise<Awaited<ReturnType<typeof send>>>, number, string]>([
    ["malformed JSON", () => post(served.origin, '{"query": "{ ok'), 400, "BAD_REQUEST"],
    ["JSON followed by more", () => post(served.origin, '{"query":"{ ok }"} {}'), 400, "BAD_REQUEST"],
    ["an empty body", () => post(served.origin, ""), 400, "BAD_REQUEST"],
    ["no body at all", () => send(served.origin, { headers: json }), 400, "BAD_REQUEST"],
    [
      "bytes that are no UTF-8",
      () => post(served.origin, Buffer.from('{"query":"\xff"}', "latin1")),
      400,
      "BAD_REQUEST",
    ],
    ["null", () => post(served.origin, "null"), 400, "BAD_REQUEST"],
    ["a number", () => post(served.origin, "17"), 400, "BAD_REQUEST"],
    ["a batch", () => post(served.origin, [query, query]), 400, "BAD_REQUEST"],
    ["no query", () => post(served.origin, { operationName: "A" }), 400, "BAD_REQUEST"],
    ["a query that is a number", () => post(served.origin, { query: 1 }), 400, "BAD_REQUEST"],
    ["a query that is a list", () => post(served.origin, { query: ["{ ok }"] }), 400, "BAD_REQUEST"],
    ["variables that are a list", () => post(served.origin, { ...query, variables: [] }), 400, "BAD_REQUEST"],
    ["variables that are a text", () => post(served.origin, { ...query, variables: "{}" }), 400, "BAD_REQUEST"],
    ["extensions that are a number", () => post(served.origin, { ...query, extensions: 1 }), 400, "BAD_REQUEST"],
    ["a name that is an object", () => post(served.origin, { ...query, operationName: {} }), 400, "BAD_REQUEST"],
    ["variables nested too deep", () => post(served.origin, { ...query, variables: deep }), 400, "LIMIT_EXCEEDED"],
    ["variables that are too large", () => post(served.origin, { ...query, variables: large }), 400, "LIMIT_EXCEEDED"],
    ["another content type", () => post(served.origin, query, { "content-type": "text/plain" }), 415, "BAD_REQUEST"],
    ["no content type", () => send(served.origin, { body: JSON.stringify(query) }), 415, "BAD_REQUEST"],
    [
      "a form",
      () => post(served.origin, query, { "content-type": "multipart/form-data; boundary=x" }),
      415,
      "BAD_REQUEST",
    ],
    [
      "another charset",
      () => post(served.origin, query, { "content-type": "application/json; charset=utf-16" }),
      415,
      "BAD_REQUEST",
    ],
    ["an Accept without JSON", () => post(served.origin, query, { accept: "text/html, image/*" }), 406, "BAD_REQUEST"],
    [
      "a body above the limit",
      () => post(served.origin, { query: `#${"x".repeat(1 << 20)}\n{ ok }` }),
      413,
      "REQUEST_TOO_LARGE",
    ],
    ["another method", () => send(served.origin, { method: "PUT", headers: json, body: "{}" }), 405, "BAD_REQUEST"],
    ["another path", () => send(served.origin, { path: "/nowhere", headers: json, body: "{}" }), 404, "NOT_FOUND"],
    ["a path that cannot be decoded", () => get("/%zz"), 400, "BAD_REQUEST"],
    ["a GET without a query", () => get("/graphql"), 400, "BAD_REQUEST"],
    ["a GET whose variables are no JSON", () => get("/graphql?query=%7Bok%7D&variables=%7B"), 400, "BAD_REQUEST"],
    ["a GET with two queries", () => get("/graphql?query=%7Ba%7D&query=%7Bb%7D"), 400, "BAD_REQUEST"],
    ["a GET that any page could cause", () => get("/graphql?query=%7Bok%7D", { accept: "*/*" }), 400, "BAD_REQUEST"],
    [
      "a GET of a page of another site",
      () => get("/graphql?query=%7Bok%7D", { accept: "application/json", "sec-fetch-site": "cross-site" }),
      400,
      "BAD_REQUEST",
    ],
    [
      "an Origin that is not allowed",
      () => post(served.origin, query, { origin: "https://evil.example" }),
      403,
      "FORBIDDEN",
    ],
    ["the Origin `null`", () => post(served.origin, query, { origin: "null" }), 403, "FORBIDDEN"],
    [
      "another page of this machine",
      () => post(served.origin, query, { origin: "http://localhost:1" }),
      403,
      "FORBIDDEN",
    ],
    ["a Host that is not ours", () => post(served.origin, query, { host: "evil.example" }), 403, "FORBIDDEN"],
    [
      "a Host that only looks ours",
      () => post(served.origin, query, { host: "127.0.0.1.evil.example" }),
      403,
      "FORBIDDEN",
    ],
    ["our Host with another port", () => post(served.origin, query, { host: "127.0.0.1:1" }), 403, "FORBIDDEN"],
    ["a Host that is garbage", () => post(served.origin, query, { host: "a b@c" }), 403, "FORBIDDEN"],
    [
      "a preflight of a page that is not allowed",
      () => send(served.origin, { method: "OPTIONS", headers: { origin: "https://evil.example" } }),
      403,
      "FORBIDDEN",
    ],
  ])("%s", async (_what, request, status, code) => {
    const before = served.api.asked.length;
    const response = await request();
    expect(response.status).toBe(status);
    expect(response.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(response.errors).toHaveLength(1);
    expect(response.errors[0]?.extensions).toEqual({
      code,
      requestId: response.headers["x-request-id"],
      retryable: false,
    });
    expect(response.text).not.toMatch(/node_modules|\bat \w+ \(|\.ts:\d/);
    expect(served.api.asked).toHaveLength(before);
  });

  test("a body without a length is read up to the limit only", async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
        if (++chunks === 40) controller.close();
      },
    });
    let chunks = 0;
    const init = { method: "POST", headers: json, body, duplex: "half" } as RequestInit;
    const response = await fetch(served.url, init);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "REQUEST_TOO_LARGE" } }] });
  });

  test.each([
    ["no HTTP", "hello\r\n\r\n", 400],
    ["a head that is too large", `GET /healthz HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`, 431],
    ["an HTTP/1.1 request without Host", "GET /graphql HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  ])("%s", async (_what, bytes, status) => {
    const answer = await exchange(served.server.port, bytes);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).not.toContain("node_modules");
  });

  test("a malicious request id is replaced", async () => {
    const { headers } = await post(served.origin, query, { "x-request-id": "a b{}" });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("the guard lets pass", () => {
  test.each<[string, Record<string, string>]>([
    ["a program, which has no Origin", {}],
    ["the gateway's own pages", { origin: "OWN" }],
    ["a page of a configured origin", { origin: "https://portal.example.com" }],
    ["localhost under our port", { host: "localhost:PORT" }],
    ["a name below localhost", { host: "fairway.localhost:PORT" }],
    ["IPv6 loopback", { host: "[::1]:PORT" }],
    ["a name in capitals with a final dot", { host: "LocalHost.:PORT" }],
    ["a configured host with any port", { host: "gw.example.com:8080" }],
  ])("%s", async (_what, headers) => {
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        value.replace("PORT", String(served.server.port)).replace("OWN", served.origin),
      ]),
    );
    const response = await post(served.origin, query, filled);
    expect([response.status, response.text]).toEqual([200, '{"data":{"ok":true}}']);
  });

  test("a page of a configured origin after its preflight, and lets it read the answer", async () => {
    const headers = { origin: "https://portal.example.com", "access-control-request-method": "POST" };
    const preflight = await send(served.origin, { method: "OPTIONS", headers });
    expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([204, headers.origin]);
    expect(preflight.headers["access-control-allow-headers"]).toContain("content-type");
    const response = await post(served.origin, query, { origin: headers.origin });
    expect(response.headers["access-control-allow-origin"]).toBe(headers.origin);
  });
});

test("an offer to go on in HTTP/2 is not taken up, and the request is answered", async () => {
  const body = JSON.stringify(query);
  // As Java's client sends it, but for the end of the connection.
  const head = [
    "POST /graphql HTTP/1.1",
    "Connection: Upgrade, HTTP2-Settings, close",
    `Host: ${served.host}`,
    "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
    "Upgrade: h2c",
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
  ];
  const answered = await exchange(served.server.port, `${head.join("\r\n")}\r\n\r\n${body}`);
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  // Before that a server cannot choose.
  const chooses = major > 24 || (major === 24 && minor >= 9);
  expect(answered).toContain(chooses ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 405 Method Not Allowed\r\n");
});
