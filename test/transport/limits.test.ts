import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../control-plane/wait-for.ts";
import { SwitchableCaller } from "../support/callers.ts";
import { EventClient } from "../support/event-client.ts";
import { pod } from "../unit/domains/manifests.ts";
import { as, people } from "./people.ts";
import { post, send } from "./raw-http.ts";
import { type RealEngine, type RealEngineOptions, serveRealEngine } from "./real-engine.ts";
import { metric } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

interface Request {
  readonly query?: string;
  readonly variables?: object;
  readonly extensions?: object;
}

interface Refused {
  readonly message: string;
  readonly extensions: Record<string, unknown>;
  /** Where there is one for each request. */
  readonly status?: number;
  readonly retryAfter?: string;
}

type Ask = (gateway: RealEngine, request: Request, name?: string) => Promise<Refused | "passed">;

const overPost: Ask = async ({ served }, request, name = "anna") => {
  const response = await post(served.origin, request, as(name));
  return refusedOf(response);
};

const overGet: Ask = async ({ served }, { query, ...json }, name = "anna") => {
  const search = new URLSearchParams(query === undefined ? {} : { query });
  for (const [key, value] of Object.entries(json)) search.set(key, JSON.stringify(value));
  const headers = { accept: "application/json", ...as(name) };
  return refusedOf(await send(served.origin, { method: "GET", path: `/graphql?${search}`, headers }));
};

function refusedOf({ status, headers, errors, text }: Awaited<ReturnType<typeof post>>): Refused | "passed" {
  if (JSON.parse(text).data !== undefined) return "passed";
  expect(errors).toHaveLength(1);
  const [{ message, extensions }] = errors as [Refused];
  expect(headers["x-request-id"]).toBe(extensions.requestId);
  const retryAfter = headers["retry-after"];
  return { message, extensions, status, ...(retryAfter !== undefined && { retryAfter }) };
}

const overSocket: Ask = async ({ served }, payload, name = "anna") => {
  await using client = await SocketClient.open(served.url, { headers: as(name) });
  client.send({ id: "1", type: "subscribe", payload });
  const message = await client.next();
  if (message.type !== "error") return "passed";
  expect(message.payload).toHaveLength(1);
  const [error] = message.payload as [Refused];
  return error;
};

const overEvents: Ask = async ({ served }, request, name = "anna") => {
  const response = await post(served.origin, request, { accept: "text/event-stream", ...as(name) });
  // Where the document is at fault it is an event.
  const [, event] = /^event: next\ndata: (.*)$/m.exec(response.text) ?? [];
  if (event === undefined) return refusedOf(response);
  return refusedOf({ ...response, text: event, errors: JSON.parse(event).errors ?? [] });
};

const transports: [string, "http" | "websocket" | "sse", Ask][] = [
  ["POST", "http", overPost],
  ["GET", "http", overGet],
  ["a WebSocket", "websocket", overSocket],
  ["server-sent events", "sse", overEvents],
];

/** A gateway whose one cluster has so many pods, in memory already. */
async function gatewayOver(pods: number, options: RealEngineOptions = {}): Promise<RealEngine> {
  const gateway = await serveRealEngine({ ...people(), ...options });
  const origin = gateway.origin("pods");
  for (let n = 0; n < pods; n += 1) {
    const object = pod(`pod-${n}`);
    const { name, namespace = "", uid, resourceVersion: version } = object.metadata;
    origin.items.set(`${namespace}/${name}`, { namespace, name, uid, version, object } as never);
  }
  expect(await overPost(gateway, { query: "{ pods(first: 1) { totalCount } }" }, "somebody before")).toBe("passed");
  return gateway;
}

const lists = (count: number, first: number) =>
  `{ ${Array.from({ length: count }, (_, n) => `canary${n}: pods(first: ${first}) { nodes { name namespace phase } }`).join(" ")} }`;

describe("a limit holds on every transport, in one form", () => {
  let gateway: RealEngine;
  beforeAll(async () => {
    const limits = {
      documentAliases: 10,
      documentRootFields: 12,
      documentDepth: 6,
      documentTokens: 500,
      costBurst: 1_000,
      costPerSecond: 500,
    };
    gateway = await gatewayOver(600, { limits });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const deep = "{ pods { nodes { owners { object { owners { object { id } } } } } } }";
  const many = `{ ${Array.from({ length: 13 }, () => "canary: __typename").join(" ")} }`;
  const unaliased = `{ ${"__typename ".repeat(13)} }`;
  const cases: [string, Request][] = [
    ["aliases", { query: lists(11, 1) }],
    ["aliases of nothing", { query: many }],
    ["root fields", { query: unaliased }],
    ["depth", { query: deep }],
    ["tokens", { query: `{ ${"__typename ".repeat(600)} }` }],
    ["a price that nobody can pay", { query: "{ pods(first: 500) { nodes { raw } } }" }],
    [
      "a price that the variables make",
      { query: "query ($n: Int!) { pods(first: $n) { nodes { raw name } } }", variables: { n: 500 } },
    ],
  ];

  describe.each(transports)("by %s", (_name, transport, ask) => {
    test.each(cases)("%s", async (_what, request) => {
      const line = `fairway_refused_total{transport="${transport}",code="LIMIT_EXCEEDED"}`;
      const before = await metric(gateway.served, line);
      const refused = await ask(gateway, request, crypto.randomUUID());
      if (refused === "passed") throw new Error("it passed");
      const { message, extensions, status = 400 } = refused;
      expect(extensions).toEqual({ code: "LIMIT_EXCEEDED", requestId: expect.any(String), retryable: false });
      expect([200, 400]).toContain(status);
      expect(message).not.toContain("canary");
      expect(await metric(gateway.served, line)).toBe(before + 1);
    });

    test("a price of the variables, where the document has passed with smaller ones", async () => {
      const name = crypto.randomUUID();
      const query = "query ($n: Int!) { pods(first: $n) { nodes { name raw } } }";
      expect(await ask(gateway, { query, variables: { n: 1 } }, name)).toBe("passed");
      const refused = await ask(gateway, { query, variables: { n: 500 } }, name);
      expect(refused).toMatchObject({ extensions: { code: "LIMIT_EXCEEDED" } });
    });

    test("a price of the variables, where the document is named by its hash alone", async () => {
      const name = crypto.randomUUID();
      const query = `query ($n: Int!) { pods(first: $n) { nodes { raw name } } } # ${name}`;
      const sha256Hash = createHash("sha256").update(query).digest("hex");
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      expect(await ask(gateway, { query, extensions, variables: { n: 1 } }, name)).toBe("passed");
      // A WebSocket's protocol wants the document always.
      const known = transport === "websocket" ? { query, extensions } : { extensions };
      expect(await ask(gateway, { ...known, variables: { n: 2 } }, name)).toBe("passed");
      const refused = await ask(gateway, { ...known, variables: { n: 500 } }, name);
      expect(refused).toMatchObject({ extensions: { code: "LIMIT_EXCEEDED" } });
    });

    test("a rate, which tells when to come back", async () => {
      const name = crypto.randomUUID();
      const line = `fairway_refused_total{transport="${transport}",code="TOO_MANY_REQUESTS"}`;
      const before = await metric(gateway.served, line);
      const query = "{ pods(first: 300) { nodes { name } } }";
      expect(await ask(gateway, { query }, name)).toBe("passed");
      let refused: Awaited<ReturnType<Ask>> = "passed";
      // It fills up again meanwhile, on a slow machine even enough for a second one.
      while (refused === "passed") refused = await ask(gateway, { query }, name);
      const { code, retryAfterMs, retryable } = refused.extensions;
      expect([code, retryable]).toEqual(["TOO_MANY_REQUESTS", true]);
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(1_000);
      if (transport !== "websocket") expect([refused.status, refused.retryAfter]).toEqual([429, "1"]);
      expect(await metric(gateway.served, line)).toBeGreaterThan(before);
      // Somebody else does not notice, and the caller is served in time.
      expect(await ask(gateway, { query }, crypto.randomUUID())).toBe("passed");
      await waitFor(
        async () => ((await ask(gateway, { query }, name)) === "passed" ? true : undefined),
        5_000,
        "a refill",
      );
    });
  });

  test("a document that is sent again and again under new names is paid for each time, before it is read", async () => {
    const name = crypto.randomUUID();
    const document = (n: number) => `{ a${n}: __typename } # ${"x".repeat(300)}`;
    const answers: (Refused | "passed")[] = [];
    for (let n = 0; n < 5; n += 1) answers.push(await overPost(gateway, { query: document(n) }, name));
    expect(answers.filter((each) => each !== "passed")).not.toHaveLength(0);
  });
});

describe("introspection that is off", () => {
  let gateway: RealEngine;
  beforeAll(async () => {
    gateway = await gatewayOver(0, { introspection: false });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  test.each(transports)("is off by %s", async (_name, transport, ask) => {
    const line = `fairway_refused_total{transport="${transport}",code="FORBIDDEN"}`;
    const before = await metric(gateway.served, line);
    const queries = [
      "{ canary: __schema { types { name } } }",
      'query ($yes: Boolean = true) { ...F @include(if: $yes) } fragment F on Query { __type(name: "Pod") { name } }',
    ];
    for (const query of queries) {
      const refused = await ask(gateway, { query });
      if (refused === "passed") throw new Error("it passed");
      expect(refused.extensions).toEqual({ code: "FORBIDDEN", requestId: expect.any(String), retryable: false });
      expect(refused.status ?? 403).toBe(403);
      expect(refused.message).not.toContain("canary");
    }
    expect(await metric(gateway.served, line)).toBe(before + queries.length);
    expect(await ask(gateway, { query: "{ __typename }" })).toBe("passed");
  });

  test("is off for subscriptions", async () => {
    const query = "subscription { ... on Subscription { __schema { types { name } } } }";
    expect(await overSocket(gateway, { query })).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });
});

describe("places", () => {
  const slow = "{ deployments { totalCount } }";
  const watch = "subscription { podEvents(initial: NONE) { phase } }";

  test("of operations are the caller's own, on all connections together, and come back however he leaves", async () => {
    await using gateway = await gatewayOver(0, { limits: { operationsPerCaller: 3, operations: 5 } });
    const { served, quotas, origin } = gateway;
    // Until this is synced, whoever asks for it waits.
    origin("apps/deployments").held = true;
    const taken = (count: number) =>
      waitFor(() => (quotas.taken("operations") === count ? true : undefined), 2_000, `${count} operations`);
    const leaving = new AbortController();
    const init = { method: "POST", body: JSON.stringify({ query: slow }), signal: leaving.signal };
    const json = { "content-type": "application/json", ...as("anna") };
    const gone = fetch(served.url, { ...init, headers: json }).catch(() => "gone");
    const sockets = await Promise.all([1, 2].map(() => SocketClient.open(served.url, { headers: as("anna") })));
    for (const socket of sockets) socket.subscribe("1", slow);
    await taken(3);
    const refused = await overPost(gateway, { query: "{ __typename }" });
    expect(refused).toMatchObject({
      status: 429,
      retryAfter: "1",
      extensions: { code: "TOO_MANY_REQUESTS", retryAfterMs: 1_000, retryable: true },
    });
    expect(await overSocket(gateway, { query: "{ __typename }" })).toMatchObject({
      extensions: { code: "TOO_MANY_REQUESTS" },
    });
    expect(await overPost(gateway, { query: "{ __typename }" }, "ben")).toBe("passed");
    // One gives up, one is cut off, one says that it is done.
    leaving.abort();
    sockets[0]?.socket.terminate();
    sockets[1]?.send({ id: "1", type: "complete" });
    await taken(0);
    expect(await overPost(gateway, { query: "{ __typename }" })).toBe("passed");
    expect(await gone).toBe("gone");
    await sockets[1]?.[Symbol.asyncDispose]();
  });

  test("of subscriptions are so many for a caller and so many in all, and a hundred dead sockets leave none behind", async () => {
    await using gateway = await gatewayOver(0, { limits: { subscriptionsPerCaller: 100, subscriptions: 150 } });
    const { served, quotas } = gateway;
    const taken = (count: number) =>
      waitFor(() => (quotas.taken("subscriptions") === count ? true : undefined), 5_000, `${count} subscriptions`);
    // What came by one transport counts on the others.
    const { response } = await EventClient.open(served.url, { query: watch, headers: as("anna") });
    await taken(1);
    response.destroy();
    await taken(0);
    const open = (name: string, count: number) =>
      Promise.all(Array.from({ length: count }, () => SocketClient.open(served.url, { headers: as(name) })));
    const sockets = await open("anna", 50);
    for (const socket of sockets) for (const id of ["1", "2"]) socket.subscribe(id, watch);
    await taken(100);
    const tooMany = { extensions: { code: "TOO_MANY_REQUESTS", retryAfterMs: 1_000 } };
    expect(await overSocket(gateway, { query: watch })).toMatchObject(tooMany);
    expect(await overEvents(gateway, { query: watch })).toMatchObject({ ...tooMany, status: 429, retryAfter: "1" });
    const others = await open("ben", 1);
    for (let n = 0; n < 50; n += 1) others[0]?.subscribe(String(n), watch);
    await taken(150);
    expect(await overSocket(gateway, { query: watch }, "cleo")).toMatchObject(tooMany);
    // A refused one holds nothing, and neither does one whose socket dies while it starts.
    for (const socket of sockets) socket.subscribe("3", watch);
    for (const socket of [...sockets, ...others]) socket.socket.terminate();
    await taken(0);
    expect(quotas.taken("operations")).toBe(0);
    const again = await open("anna", 1);
    again[0]?.subscribe("1", watch);
    await taken(1);
    gateway.engine.drain();
    await taken(0);
    await again[0]?.[Symbol.asyncDispose]();
  });
});

describe("a flood of aliased lists", () => {
  const flood = lists(20, 500);
  // What is given again costs next to nothing. A flood would ask for something else each time.
  const keptAnswersBytes = 0;

  test("of 240 is refused as such, and costs a fraction of what it would to serve it", async () => {
    await using gateway = await gatewayOver(2_000, {
      keptAnswersBytes,
      limits: { costBurst: 60_000, costPerSecond: 1 },
    });
    expect(await overPost(gateway, { query: lists(240, 500) })).toMatchObject({
      extensions: { code: "LIMIT_EXCEEDED" },
    });
    const caller = new SwitchableCaller("flooder");
    const signal = new AbortController().signal;
    const origin = { caller, requestId: "flood", transport: "http", signal, readOnlyTransport: false };
    const timed = async () => {
      const began = performance.now();
      const { code } = await gateway.engine.execute({ query: flood }, origin);
      return { code, ms: performance.now() - began };
    };
    const served = await timed();
    const refused: Awaited<ReturnType<typeof timed>>[] = [];
    while (refused.length < 20) {
      const again = await timed();
      if (again.code) refused.push(again);
    }
    expect(served.code).toBeUndefined();
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["TOO_MANY_REQUESTS"]));
    const median = refused.map(({ ms }) => ms).sort((a, b) => a - b)[10] as number;
    expect(median).toBeLessThan(served.ms / 10);
  });

  test("does not keep another caller waiting", async () => {
    /** How long a simple query of somebody else takes meanwhile, in the median. */
    const quiet = async (limits: NonNullable<RealEngineOptions["limits"]>) => {
      await using gateway = await gatewayOver(2_000, { keptAnswersBytes, limits });
      let over = false;
      const seen = new Map<unknown, number>();
      const noisy = Array.from({ length: 6 }, async () => {
        while (!over) {
          const answer = await overPost(gateway, { query: flood }, "noisy");
          const code = answer === "passed" ? "passed" : answer.extensions.code;
          seen.set(code, (seen.get(code) ?? 0) + 1);
        }
      });
      await waitFor(() => (seen.size > 0 ? true : undefined), 10_000, "the flood");
      const took: number[] = [];
      for (let n = 0; n < 9; n += 1) {
        const began = performance.now();
        expect(await overPost(gateway, { query: "{ pods(first: 1) { nodes { name } } }" }, "quiet")).toBe("passed");
        took.push(performance.now() - began);
      }
      over = true;
      await Promise.all(noisy);
      return { median: took.sort((a, b) => a - b)[4] as number, seen };
    };
    const unlimited = await quiet({});
    expect([...unlimited.seen.keys()]).toEqual(["passed"]);
    const limited = await quiet({ costBurst: 60_000, costPerSecond: 10_000 });
    expect(limited.seen.get("TOO_MANY_REQUESTS")).toBeGreaterThan(limited.seen.get("passed") ?? 0);
    expect(limited.median).toBeLessThan(unlimited.median / 3);
  }, 60_000);
});
