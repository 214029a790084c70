import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as requestOf } from "node:http";
import { connect } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ServerOptions } from "../../src/server/index.ts";
import { SwitchableCaller, seesNothing } from "../support/callers.ts";
import { as, people } from "./people.ts";
import { type RawRequest, type RawResponse, send } from "./raw-http.ts";
import { type RealEngine, serveRealEngine } from "./real-engine.ts";
import { metric } from "./served.ts";

const QUERY = "{ pods(first: 50) { totalCount nodes { id name } } }";
const body = JSON.stringify({ query: QUERY });
const get = (headers: Record<string, string> = {}): RawRequest => ({
  method: "GET",
  path: `/graphql?${new URLSearchParams({ query: QUERY })}`,
  headers: { accept: "application/json", ...headers },
});
const post = (headers: Record<string, string> = {}, sent: string | Buffer = body): RawRequest => ({
  headers: { "content-type": "application/json", "content-length": String(Buffer.byteLength(sent)), ...headers },
  body: sent,
});

let gateway: RealEngine;
let refused: Parameters<ServerOptions["onRefused"]>[0][];
beforeEach(async () => {
  refused = [];
  gateway = await serveRealEngine({ onRefused: (each) => refused.push(each) });
  for (let n = 0; n < 60; n += 1) put(`pod-${n}`);
});
afterEach(() => gateway[Symbol.asyncDispose]());

const put = (name: string) => gateway.origin("pods").put("default", name, { metadata: { name, namespace: "default" } });
const ask = (request: RawRequest) => send(gateway.served.origin, request);
const given = () => gateway.engine.answers.given;

/** All of the head that is not of this one request. */
function headOf({ status, headers }: RawResponse) {
  const { date: _date, "x-request-id": _id, ...rest } = headers;
  return { status, ...rest };
}

describe.each([
  ["POST", post()],
  ["POST for the GraphQL media type", post({ accept: "application/graphql-response+json" })],
  ["POST of a page of the same host", post({ origin: "@" })],
  ["GET", get()],
  ["GET with a condition that does not hold", get({ "if-none-match": '"other"' })],
])("%s: an answer that is given again", (_what, request) => {
  const asked = (more: Record<string, string> = {}) => {
    const { origin, ...headers } = request.headers ?? {};
    return ask({ ...request, headers: { ...headers, ...(origin && { origin: gateway.served.origin }), ...more } });
  };

  test("has the head and the body of the one that was executed", async () => {
    const executed = await asked();
    const again = [await asked(), await asked()];
    expect(given()).toBe(2);
    for (const each of again) expect([headOf(each), each.text]).toEqual([headOf(executed), executed.text]);
    expect(JSON.parse(executed.text).data.pods.totalCount).toBe(60);
  });

  test("has the id of its own request", async () => {
    const ids = [await asked(), await asked(), await asked({ "x-request-id": "portal-9" })].map(
      ({ headers }) => headers["x-request-id"],
    );
    expect(new Set(ids).size).toBe(3);
    expect(ids[2]).toBe("portal-9");
  });

  test("is counted like the one that was executed", async () => {
    const { served } = gateway;
    const lines = [
      'fairway_requests_total{transport="http",operation="query",outcome="ok"}',
      'fairway_request_duration_seconds_count{transport="http"}',
      'fairway_sent_bytes_total{transport="http"}',
    ];
    const counts = () => Promise.all(lines.map((line) => metric(served, line)));
    const executed = await asked();
    const once = await counts();
    await asked();
    expect(await counts()).toEqual(once.map((count) => 2 * count));
    expect(once).toEqual([1, 1, Buffer.byteLength(executed.text)]);
  });

  test("is another one as soon as something has changed", async () => {
    await asked();
    await asked();
    put("one-more");
    expect(JSON.parse((await asked()).text).data.pods.totalCount).toBe(61);
    expect(given()).toBe(1);
  });
});

describe("a condition", () => {
  test("that holds is answered by 304 and no body, whether executed or given again", async () => {
    const { etag = "" } = (await ask(get())).headers;
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    for (const tags of [etag, `"x", ${etag}`, etag.slice(2), "*"]) {
      const answer = await ask(get({ "if-none-match": tags }));
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, "", etag]);
      expect(answer.headers["cache-control"]).toBe("private, no-cache");
    }
    put("one-more");
    const changed = await ask(get({ "if-none-match": etag }));
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(etag);
    // Executed anew, and found to be the same as before.
    put("one-more");
    expect((await ask(get({ "if-none-match": changed.headers.etag as string }))).status).toBe(304);
  });

  test("is equal at every replica", async () => {
    await using other = await serveRealEngine();
    for (let n = 0; n < 60; n += 1)
      other.origin("pods").put("default", `pod-${n}`, { metadata: { name: `pod-${n}`, namespace: "default" } });
    const { etag } = (await ask(get())).headers;
    expect((await send(other.served.origin, get())).headers.etag).toBe(etag);
  });

  test("is for GET alone, and for what has no errors", async () => {
    const { etag = "" } = (await ask(get())).headers;
    const posted = await ask(post({ "if-none-match": etag }));
    expect([posted.status, posted.headers.etag, posted.headers["cache-control"]]).toEqual([200, undefined, "no-store"]);
    const failed = await ask({
      ...get(),
      path: `/graphql?${new URLSearchParams({ query: '{ node(id: "garbage") { id } }' })}`,
    });
    expect(failed.errors).not.toEqual([]);
    expect([failed.headers.etag, failed.headers["cache-control"]]).toEqual([undefined, "no-store"]);
  });

  test("of garbage does not hold", async () => {
    for (const tags of ["", ",", "W/", '"', `${"x".repeat(4_000)}`, 'W/W/"a"'])
      for (let n = 0; n < 2; n += 1) expect((await ask(get({ "if-none-match": tags }))).status).toBe(200);
  });
});

describe("a persisted document", () => {
  test("is asked for by its hash alone with GET, and given again", async () => {
    const sha256Hash = createHash("sha256").update(QUERY).digest("hex");
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
    const byHash = { ...get(), path: `/graphql?${new URLSearchParams({ extensions })}` };
    expect((await ask(byHash)).errors[0]?.extensions.code).toBe("PERSISTED_QUERY_NOT_FOUND");
    await ask(post({}, JSON.stringify({ query: QUERY, extensions: { persistedQuery: { version: 1, sha256Hash } } })));
    const answers = [await ask(byHash), await ask(byHash)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.headers.etag).toBe(answers[0]?.headers.etag);
    expect(given()).toBeGreaterThan(0);
  });
});

describe("a coding that the client takes", () => {
  const raw = (coding: string, request = post()) =>
    fetch(`${gateway.served.origin}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", "accept-encoding": coding },
      body: request.body as string,
    });

  test.each(["br", "gzip"])("%s: is made once, and is the same answer", async (coding) => {
    const plain = await ask(post());
    for (let n = 0; n < 3; n += 1) {
      const response = await raw(coding);
      expect(response.headers.get("content-encoding")).toBe(coding);
      expect(Number(response.headers.get("content-length"))).toBeLessThan(plain.text.length / 2);
      expect(await response.text()).toBe(plain.text);
    }

    const bytes = await new Promise<Buffer>((resolve) => {
      const sent = requestOf(`${gateway.served.origin}/graphql`, {
        method: "POST",
        headers: { ...post().headers, "accept-encoding": coding },
      });
      sent.once("response", async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve(Buffer.concat(chunks));
      });
      sent.end(body);
    });
    expect((coding === "br" ? brotliDecompressSync : gunzipSync)(bytes).toString()).toBe(plain.text);
  });

  test("does not pay for what is small", async () => {
    const response = await raw("br, gzip", post({}, JSON.stringify({ query: "{ __typename }" })));
    expect(response.headers.get("content-encoding")).toBeNull();
  });
});

describe("before an answer is given again", () => {
  test("the caller has to be known, each time", async () => {
    const known = people();
    await using own = await serveRealEngine({
      ...known,
      authenticator: {
        ...known.authenticator,
        identify: (credentials) => {
          if (!credentials.authorization) throw new Error("nobody");
          return known.authenticator.identify(credentials);
        },
      },
    });
    own.origin("pods").put("default", "one", { metadata: { name: "one", namespace: "default" } });
    const from = (headers: Record<string, string>) => send(own.served.origin, post(headers));
    expect((await from(as("anna"))).status).toBe(200);
    expect((await from(as("anna"))).status).toBe(200);
    expect((await from({})).status).toBe(500);
  });

  test("its host, origin and site are looked at", async () => {
    for (const request of [post(), get()]) for (let n = 0; n < 2; n += 1) expect((await ask(request)).status).toBe(200);
    const before = given();
    expect((await ask(post({ host: "evil.example" }))).status).toBe(403);
    expect((await ask(post({ origin: "https://evil.example" }))).status).toBe(403);
    expect((await ask(get({ host: "evil.example" }))).status).toBe(403);
    expect((await ask({ ...get(), headers: { accept: "*/*" } })).status).toBe(400);
    expect((await ask(get({ "sec-fetch-site": "cross-site" }))).status).toBe(400);
    expect(given()).toBe(before);
    expect(refused.length).toBe(5);
  });

  test("a body is not taken for an address, nor a page's request for a program's", async () => {
    const address = get().path ?? "";
    const more = { "apollo-require-preflight": "1" };
    for (let n = 0; n < 2; n += 1) expect((await ask(get(more))).status).toBe(200);
    expect(await ask(post({}, address))).toMatchObject({ status: 400 });
    const page = await ask({ ...get(), headers: { ...more, accept: "text/html,*/*;q=0.8" } });
    expect(page.headers["content-type"]).toContain("text/html");
  });

  test("who may not see it any more is not shown it", async () => {
    const caller = new SwitchableCaller();
    await using own = await serveRealEngine({ callerOf: () => caller });
    own.origin("pods").put("default", "one", { metadata: { name: "one", namespace: "default" } });
    const counted = async () => JSON.parse((await send(own.served.origin, post())).text).data.pods.totalCount;
    expect([await counted(), await counted()]).toEqual([1, 1]);
    caller.sees(seesNothing, "alpha");
    expect([await counted(), await counted()]).toEqual([0, 0]);
  });

  test("bodies that are garbage get the error that they always got", async () => {
    for (let n = 0; n < 2; n += 1) {
      for (const sent of ["{", "[]", Buffer.from([0xff, 0xfe]), '{"query":1}', " "]) {
        const { status, errors } = await ask(post({}, sent));
        expect([status, errors[0]?.extensions.code]).toEqual([400, "BAD_REQUEST"]);
      }
    }
    expect((await ask(post())).status).toBe(200);
  });
});

test("a request that was let in before the end is answered, and is the last one on its connection", async () => {
  await using own = await serveRealEngine();
  own.origin("pods").put("default", "one", { metadata: { name: "one", namespace: "default" } });
  await send(own.served.origin, post());
  const { server, host } = own.served;
  const socket = connect(server.port, "127.0.0.1").setEncoding("utf8");
  let text = "";
  socket.on("data", (chunk: string) => {
    text += chunk;
  });
  const closed = once(socket, "close");
  const head = `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  socket.write(head + body.slice(0, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const began = performance.now();
  const stopping = server.stop();
  socket.write(body.slice(5));
  await stopping;
  await closed;
  expect(text).toMatch(/^HTTP\/1.1 200 /);
  expect(text.toLowerCase()).toContain("connection: close");
  expect(own.engine.answers.given).toBe(1);
  expect(performance.now() - began).toBeLessThan(1_500);
});
