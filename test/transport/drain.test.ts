import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Reply } from "../../src/api/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { post } from "./raw-http.ts";
import { reply } from "./scripted-api.ts";
import { type Served, serve } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

/** A request on a connection that is kept, as a load balancer's is. */
function keptGet(served: Served, agent: Agent, path: string) {
  return new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
    const outgoing = request(`${served.origin}${path}`, { agent, headers: { accept: "application/json" } });
    outgoing.once("error", reject).once("response", (response) => {
      response.resume().once("end", () => {
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection });
      });
    });
    outgoing.end();
  });
}

describe("a server that is stopped", () => {
  test("tells the engine, closes each socket as going away, and takes no new connections", async () => {
    const served = await serve();
    await using client = await SocketClient.open(served.url);
    await using idle = await SocketClient.open(served.url);
    client.subscribe("1");
    await waitFor(() => served.api.subscriptions[0], 2_000, "the subscription");
    const began = performance.now();
    await served.server.stop();
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(served.api.drained).toBe(true);
    expect([(await client.closed).code, (await idle.closed).code]).toEqual([1001, 1001]);
    await expect(post(served.origin, { query: "{ ok }" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("lets requests under way finish, on each transport", async () => {
    const served = await serve();
    const { promise, resolve } = Promise.withResolvers<Reply>();
    served.api.answer = () => promise;
    served.api.onSubscribe = () => promise;
    await using client = await SocketClient.open(served.url);
    client.subscribe("q", "{ ok }");
    const answering = post(served.origin, { query: "{ ok }" });
    await waitFor(() => served.api.asked.length === 2, 2_000, "both requests");
    const stopping = served.server.stop();
    client.subscribe("late", "{ ok }");
    expect(await client.next()).toMatchObject({ id: "late", payload: [{ extensions: { code: "SHUTTING_DOWN" } }] });
    resolve(reply({ data: { late: true } }));
    expect(await answering).toMatchObject({ status: 200, text: '{"data":{"late":true}}' });
    expect(await client.next()).toMatchObject({ id: "q", type: "next" });
    expect(await client.next()).toMatchObject({ id: "q", type: "complete" });
    expect((await client.closed).code).toBe(1001);
    await stopping;
    expect(served.api.asked).toHaveLength(2);
  });

  test("does not wait for them for ever", async () => {
    const served = await serve({ config: { drainMs: 300 } });
    const never = new Promise<never>(() => {});
    served.api.answer = () => never;
    served.api.onSubscribe = () => never;
    await using client = await SocketClient.open(served.url);
    client.subscribe("q", "{ ok }");
    const answering = post(served.origin, { query: "{ ok }" });
    const outcome = expect(answering).rejects.toMatchObject({ code: "ECONNRESET" });
    await waitFor(() => served.api.asked.length === 2, 2_000, "both requests");
    await served.server.stop();
    await outcome;
    expect((await client.closed).code).toBe(1006);
    await waitFor(() => served.api.asked.every(({ origin }) => origin.signal.aborted), 2_000, "both aborts");
  });

  test("says that it is not ready, and refuses, on connections that are kept", async () => {
    const served = await serve();
    using agents = new DisposableStack();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.defer(() => agent.destroy());
    const { promise, resolve } = Promise.withResolvers<Reply>();
    served.api.answer = () => promise;
    const first = keptGet(served, agent, "/graphql?query=%7Bok%7D");
    await waitFor(() => served.api.asked.length, 2_000, "the request");
    const stopping = served.server.stop();
    // Queued behind the first, on the same connection.
    const ready = keptGet(served, agent, "/readyz");
    await delay(20);
    resolve(reply({ data: {} }));
    expect(await first).toMatchObject({ status: 200 });
    const outcome = await ready.catch((error: NodeJS.ErrnoException) => error.code);
    expect([503, "ECONNREFUSED", "ECONNRESET"]).toContain(typeof outcome === "object" ? outcome.status : outcome);
    await stopping;
  });

  test("can be stopped twice, and before it was started", async () => {
    const served = await serve();
    await Promise.all([served.server.stop(), served.server.stop()]);
    await expect(served.server.start()).rejects.toThrow("cannot be started");
  });
});
