import { afterEach, beforeEach, expect, test } from "vitest";
import { EventClient } from "../support/event-client.ts";
import { pod } from "../unit/domains/manifests.ts";
import { send } from "./raw-http.ts";
import { type RealEngine, serveRealEngine } from "./real-engine.ts";
import { metric } from "./served.ts";

// What the engine makes of streams of events: the scripted one of the other tests takes everything.

const query = "subscription { podEvents { phase cursor changes { type object { name } } } }";

let gateway: RealEngine;
beforeEach(async () => {
  gateway = await serveRealEngine();
  put("one");
});
afterEach(() => gateway[Symbol.asyncDispose]());

function put(name: string): void {
  gateway.origin("pods").put("shop", name, pod(name));
}

interface Delta {
  readonly phase: string;
  readonly cursor: string | null;
  readonly changes: readonly { readonly object: { readonly name: string } }[];
}

const deltaOf = (data: string) => JSON.parse(data).data.podEvents as Delta;

test("an event's id is the cursor, and who comes back with it is told what happened meanwhile", async () => {
  const first = await EventClient.open(gateway.served.url, { query });
  const { id, data } = await first.next();
  expect(deltaOf(data)).toMatchObject({ phase: "SYNCED", cursor: id });
  await first[Symbol.asyncDispose]();
  put("two");
  await using again = await EventClient.open(gateway.served.url, { query, headers: { "last-event-id": id ?? "" } });
  const next = deltaOf((await again.next()).data);
  expect([next.phase, next.changes.map(({ object }) => object.name)]).toEqual(["SYNCED", ["two"]]);
});

test.each(["garbage", "x".repeat(10_000), "%00", "a b"])("an id that no gateway made is refused: %.20s", async (id) => {
  await using client = await EventClient.open(gateway.served.url, { query, headers: { "last-event-id": id } });
  const { event, data } = await client.next();
  expect([client.status, event, JSON.parse(data).errors[0].extensions.code]).toEqual([200, "next", "INVALID_CURSOR"]);
  expect((await client.next()).event).toBe("complete");
  expect(await client.ended).toBe(true);
  expect(gateway.engine.subscriptions.members).toBe(0);
  expect(await metric(gateway.served, 'fairway_refused_total{transport="sse",code="INVALID_CURSOR"}')).toBe(1);
});

test("an id is nothing to a query", async () => {
  const headers = { "last-event-id": "garbage" };
  await using client = await EventClient.open(gateway.served.url, { query: "{ __typename }", headers });
  expect((await client.next()).data).toBe('{"data":{"__typename":"Query"}}');
});

test("a mutation comes by POST, and never by GET", async () => {
  const mutation = "mutation { __typename }";
  await using client = await EventClient.open(gateway.served.url, { query: mutation });
  expect((await client.next()).data).toBe('{"data":{"__typename":"Mutation"}}');
  expect((await client.next()).event).toBe("complete");
  const path = `/graphql?query=${encodeURIComponent(mutation)}`;
  const answer = await send(gateway.served.origin, { method: "GET", path, headers: { accept: "text/event-stream" } });
  expect([answer.status, answer.headers.allow, answer.errors[0]?.extensions.code]).toEqual([
    405,
    "POST",
    "BAD_REQUEST",
  ]);
});
