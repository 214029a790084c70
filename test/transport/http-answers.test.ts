import { connect } from "node:net";
import { setImmediate as macrotask } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../src/errors/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { post, send } from "./raw-http.ts";
import { refused, reply } from "./scripted-api.ts";
import { caller, metric, type Served, serve } from "./served.ts";

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

const graphqlResponse = "application/graphql-response+json";
const query = { query: "{ ok }" };

describe("the media type follows the Accept header", () => {
  test.each([
    [undefined, "application/json"],
    ["", "application/json"],
    ["*/*", "application/json"],
    ["application/*;q=0.5", "application/json"],
    ["application/json", "application/json"],
    [graphqlResponse, graphqlResponse],
    [`${graphqlResponse}, application/json;q=0.9`, graphqlResponse],
    [`application/json;q=0.1, ${graphqlResponse};q=0.2`, graphqlResponse],
    [`application/json, ${graphqlResponse}`, "application/json"],
    [`${graphqlResponse};q=0, */*`, "application/json"],
    [`${graphqlResponse}; charset=utf-8`, graphqlResponse],
    [`${graphqlResponse}; charset=utf-16, application/json`, "application/json"],
  ])("%s", async (accept, expected) => {
    const { headers } = await post(served.origin, query, accept === undefined ? {} : { accept });
    expect(headers["content-type"]).toBe(`${expected}; charset=utf-8`);
  });
});

describe("the status follows the media type", () => {
  const failed = reply({ errors: [{ message: "x" }], data: { ok: null } });
  test.each([
    ["data", reply({ data: {} }), 200, 200],
    ["data with errors", failed, 200, 200],
    ["a document that cannot be run", refused("GRAPHQL_VALIDATION_FAILED"), 200, 400],
    ["a caller who may not", refused("FORBIDDEN", 403), 403, 403],
    ["a mutation by GET", refused("BAD_REQUEST", 405), 405, 405],
    ["a caller over his rate", refused("TOO_MANY_REQUESTS", 429), 429, 429],
    ["a missing persisted document", refused("PERSISTED_QUERY_NOT_FOUND", 200), 200, 200],
  ])("%s", async (_what, answer, asJson, asGraphql) => {
    served.api.answer = () => answer;
    const responses = [
      await post(served.origin, query, { accept: "application/json" }),
      await post(served.origin, query, { accept: graphqlResponse }),
    ];
    expect(responses.map(({ status }) => status)).toEqual([asJson, asGraphql]);
    expect(responses.map(({ text }) => text)).toEqual([answer.body.toString(), answer.body.toString()]);
  });
});

test("the engine is handed the parameters, the caller and the request's id", async () => {
  const parameters = {
    query: "query Q { ok }",
    operationName: "Q",
    variables: { a: [1, { b: null }] },
    extensions: {},
  };
  const { headers } = await post(served.origin, { ...parameters, more: 1 }, { "x-request-id": "portal-17" });
  const [asked] = served.api.asked;
  expect(headers["x-request-id"]).toBe("portal-17");
  expect(asked?.request).toEqual(parameters);
  expect(asked?.origin).toMatchObject({ requestId: "portal-17", readOnlyTransport: false });
  expect(asked?.origin.caller).toBe(caller);
});

test("a GET is marked as one by which only queries may come", async () => {
  const path = `/graphql?${new URLSearchParams({ query: "{ ok }", operationName: "", variables: '{"a":1}' })}`;
  const { status } = await send(served.origin, { method: "GET", path, headers: { "apollo-require-preflight": "1" } });
  expect(status).toBe(200);
  expect(served.api.asked[0]?.request).toEqual({ query: "{ ok }", variables: { a: 1 } });
  expect(served.api.asked[0]?.origin.readOnlyTransport).toBe(true);
});

test("a reply that says when to come back says so in the head", async () => {
  served.api.answer = () => ({ ...refused("TOO_MANY_REQUESTS", 429), retryAfterMs: 1_200 });
  const { headers } = await post(served.origin, query);
  expect(headers["retry-after"]).toBe("2");
});

test("a hash alone is a request, for the engine knows its document", async () => {
  const { status } = await post(served.origin, { extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } });
  expect([status, served.api.asked.length]).toEqual([200, 1]);
});

test("a member named __proto__ is data like any other", async () => {
  await post(served.origin, '{"query":"{ ok }","__proto__":{"query":1},"variables":{"__proto__":{"a":1}}}');
  const variables = served.api.asked[0]?.request.variables as object;
  expect(Object.getPrototypeOf(variables)).toBe(Object.prototype);
  expect(Object.keys(variables)).toEqual(["__proto__"]);
});

test("a defect of the engine is masked, logged once with the request's id, and hurts nobody else", async () => {
  served.api.answer = () => {
    throw new Error("canary", { cause: new Error("deeper canary") });
  };
  const response = await post(served.origin, query);
  expect(response.status).toBe(500);
  expect(response.text).not.toContain("canary");
  expect(response.errors[0]).toMatchObject({ message: "Internal error", extensions: { code: "INTERNAL" } });
  const logged = served.logged.filter(({ level }) => level === "error");
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatchObject({ requestId: response.headers["x-request-id"], err: { message: "canary" } });
  served.api.answer = () => reply({ data: {} });
  expect((await post(served.origin, query)).status).toBe(200);
});

test("a client that goes away aborts its request", async () => {
  const never = new Promise<never>(() => {});
  served.api.answer = () => never;
  const body = JSON.stringify(query);
  const socket = connect(served.server.port, "127.0.0.1");
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${served.host}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  const asked = await waitFor(() => served.api.asked[0], 2_000, "the request");
  expect(asked.origin.signal.aborted).toBe(false);
  socket.destroy();
  await waitFor(() => asked.origin.signal.aborted, 2_000, "the abort");
});

test("an answered request is not aborted afterwards", async () => {
  await post(served.origin, query);
  await macrotask();
  expect(served.api.asked[0]?.origin.signal.aborted).toBe(false);
});

describe("who is not known", () => {
  test("is refused with the authenticator's code", async () => {
    await served[Symbol.asyncDispose]();
    const identify = () => Promise.reject(new FairwayError("UNAUTHENTICATED", "A token is needed"));
    served = await serve({ authenticator: { verifies: true, identify } });
    const response = await post(served.origin, query);
    expect([response.status, response.errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(served.api.asked).toEqual([]);
    expect(await metric(served, 'fairway_refused_total{transport="http",code="UNAUTHENTICATED"}')).toBe(1);
  });
});

describe("for the operator", () => {
  test("/healthz says that the process runs, whatever name it is asked under", async () => {
    const response = await send(served.origin, { method: "GET", path: "/healthz", headers: { host: "10.1.2.3:4000" } });
    expect([response.status, response.text]).toEqual([200, '{"status":"ok"}']);
  });

  test("/readyz asks each time whether the clusters are known", async () => {
    await served[Symbol.asyncDispose]();
    let ready = false;
    served = await serve({ readiness: () => ({ ready, waitingFor: ["alpha"] }) });
    const probe = () => send(served.origin, { method: "GET", path: "/readyz" });
    expect(await probe()).toMatchObject({ status: 503, text: '{"status":"starting"}' });
    ready = true;
    expect(await probe()).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  });

  test("/metrics tells the types of operations apart where they are known", async () => {
    const types = ["query", "mutation", undefined] as const;
    for (const operation of types) {
      served.api.answer = () => reply({ data: {} }, operation && { operation });
      await post(served.origin, query);
    }
    for (const operation of ["query", "mutation", "unknown"]) {
      const line = `fairway_requests_total{transport="http",operation="${operation}",outcome="ok"}`;
      expect(await metric(served, line)).toBe(1);
    }
  });

  test("/metrics counts answers and refusals, and stands behind the guard", async () => {
    await post(served.origin, query);
    await post(served.origin, query, { origin: "https://evil.example" });
    const { text, headers } = await send(served.origin, { method: "GET", path: "/metrics" });
    expect(headers["content-type"]).toMatch(/^text\/plain/);
    expect(text).toContain('fairway_requests_total{transport="http",operation="unknown",outcome="ok"} 1');
    expect(text).toContain('fairway_refused_total{transport="http",code="FORBIDDEN"} 1');
    expect(text).toContain("fairway_request_duration_seconds_bucket");
    const stranger = await send(served.origin, { method: "GET", path: "/metrics", headers: { host: "evil.example" } });
    expect(stranger.status).toBe(403);
  });
});

describe("the address", () => {
  test("that is taken is a coded error that says what to do", async () => {
    await expect(serve({ config: { port: served.server.port } })).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      message: expect.stringContaining("the port is in use; choose another with --port"),
    });
  });

  test.each(["0.0.0.0", "::", "192.0.2.1", "example.com"])("%s is refused without authentication", async (host) => {
    await expect(serve({ config: { host } })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("use 127.0.0.1, ::1 or localhost"),
    });
  });

  test("that does not exist here is a coded error", async () => {
    const authenticator = { verifies: true, identify: () => Promise.reject(new Error("nobody asks")) };
    await expect(serve({ authenticator, config: { host: "192.0.2.1", trustedProxy: true } })).rejects.toMatchObject({
      code: "LISTEN_FAILED",
    });
  });

  test("localhost serves", async () => {
    await using local = await serve({ config: { host: "localhost" } });
    expect(new URL(local.url).hostname).toBe("localhost");
    expect((await post(local.origin, query)).status).toBe(200);
  });
});
