import { createClient } from "graphql-ws";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { FairwayError } from "../../src/errors/index.ts";
import type { Authenticator } from "../../src/identity/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Served, serve } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

/** Tokens that end when the test says so. */
class Tokens implements Authenticator {
  readonly verifies = true;
  readonly shown: string[] = [];
  readonly watched = new Map<string, Set<(reason: FairwayError) => void>>();

  identify({ authorization = "" }: { authorization?: string }) {
    const token = authorization.replace("Bearer ", "");
    this.shown.push(token);
    if (token.startsWith("old")) throw new FairwayError("TOKEN_EXPIRED", "The token has expired");
    return { principal: { issuer: "test", username: "jane", groups: [], extra: {} }, token };
  }

  watch({ token = "" }: { token?: string }, onEnd: (reason: FairwayError) => void): Disposable {
    const watching = this.watched.get(token) ?? new Set();
    this.watched.set(token, watching.add(onEnd));
    return { [Symbol.dispose]: () => watching.delete(onEnd) };
  }

  end(token: string): void {
    for (const onEnd of this.watched.get(token) ?? [])
      onEnd(new FairwayError("TOKEN_EXPIRED", "The token has expired"));
  }

  watching(token: string): number {
    return this.watched.get(token)?.size ?? 0;
  }
}

let tokens: Tokens;
let served: Served;
beforeEach(async () => {
  tokens = new Tokens();
  served = await serve({ authenticator: tokens });
});
afterEach(() => served[Symbol.asyncDispose]());

const headers = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

test("a socket is closed when its token ends, its subscriptions with it, and other sockets go on", async () => {
  await using client = await SocketClient.open(served.url, headers("one"));
  await using other = await SocketClient.open(served.url, headers("two"));
  client.subscribe("1");
  other.subscribe("1");
  await waitFor(() => served.api.subscriptions.length === 2, 2_000, "two subscriptions");
  tokens.end("one");
  expect(await client.closed).toEqual({ code: 4421, reason: "The token counts no more: renew it and connect again" });
  expect(served.api.subscriptions.map(({ left }) => left)).toEqual([1, 0]);
  expect([tokens.watching("one"), tokens.watching("two")]).toEqual([0, 1]);
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
});

test("a token that came in connection_init is looked after as well", async () => {
  await using client = new SocketClient(served.url);
  await new Promise((resolve) => client.socket.once("open", resolve));
  client.send({ type: "connection_init", payload: { authorization: "Bearer three" } });
  expect(await client.next()).toMatchObject({ type: "connection_ack" });
  tokens.end("three");
  expect((await client.closed).code).toBe(4421);
});

test("nothing is looked after any more for a socket that is gone", async () => {
  const client = await SocketClient.open(served.url, headers("one"));
  expect(tokens.watching("one")).toBe(1);
  await client[Symbol.asyncDispose]();
  await waitFor(() => tokens.watching("one") === 0, 2_000, "the end of watching");
  expect(tokens.watching("one")).toBe(0);
});

test("clients of graphql-ws come back by themselves, and are asked for a token anew", async () => {
  const have = ["one", "two"];
  const client = createClient({
    url: served.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryWait: async () => {},
    connectionParams: () => ({ authorization: `Bearer ${have.shift()}` }),
  });
  const ends: unknown[] = [];
  const end = (error?: unknown) => ends.push(error);
  client.subscribe({ query: "subscription { podEvents { cursor } }" }, { next: () => {}, error: end, complete: end });
  await waitFor(() => served.api.subscriptions.length === 1, 2_000, "the subscription");
  tokens.end("one");
  await waitFor(() => served.api.subscriptions.length === 2, 2_000, "the subscription again");
  expect([tokens.shown, ends]).toEqual([["one", "two"], []]);
  await client.dispose();
});

test("a request with a token that has ended says so, and one that is under way is answered", async () => {
  const ask = (token: string) =>
    fetch(served.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: '{"query":"{ clusters { totalCount } }"}',
    });
  const refused = await ask("old");
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "TOKEN_EXPIRED", retryable: false } }] });

  const { promise, resolve } = Promise.withResolvers<void>();
  const { answer } = served.api;
  served.api.answer = async (asked) => {
    await promise;
    return answer(asked);
  };
  const asking = ask("one");
  await waitFor(() => served.api.asked.length === 1, 2_000, "the request");
  tokens.end("one");
  resolve();
  expect((await asking).status).toBe(200);
});
