import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import type { Reply } from "../../src/api/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { closedDoor } from "./door.ts";
import { post } from "./raw-http.ts";
import { reply } from "./scripted-api.ts";
import { metric, serve } from "./served.ts";
import { SocketClient } from "./socket-client.ts";

const refusedForShutdown = 'fairway_refused_total{transport="http",code="SHUTTING_DOWN"}';

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

  test("closes a socket that was at the door when the end began", async () => {
    const door = closedDoor();
    // Longer than a test may take.
    const config = { drainMs: 60_000 };
    const served = await serve({ config, authenticator: door.authenticator });
    await using client = new SocketClient(served.url);
    await door.asked;
    const stopping = served.server.stop();
    door.open();
    expect((await client.closed).code).toBe(1001);
    await stopping;
  });

  test("does not keep a connection alive once its answer is out", async () => {
    const served = await serve({ config: { drainMs: 10_000 } });
    const { promise, resolve } = Promise.withResolvers<Reply>();
    served.api.answer = () => promise;
    // fetch keeps its connections, as every program with a pool does.
    const answering = fetch(served.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{ ok }"}',
    });
    await waitFor(() => served.api.asked.length, 2_000, "the request");
    const began = performance.now();
    const stopping = served.server.stop();
    resolve(reply({ data: {} }));
    expect((await answering).headers.get("connection")).toBe("close");
    await stopping;
    expect(performance.now() - began).toBeLessThan(2_000);
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

  test("says that it is not ready, and refuses, on a connection that was about to ask", async () => {
    const served = await serve();
    const { promise, resolve } = Promise.withResolvers<Reply>();
    served.api.answer = () => promise;
    const answering = post(served.origin, { query: "{ ok }" });
    await waitFor(() => served.api.asked.length, 2_000, "the request");
    const body = '{"query":"{ ok }"}';
    const host = `Host: ${served.host}`;
    const asking = [
      `GET /readyz HTTP/1.1\r\n${host}`,
      `POST /graphql HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`,
    ].map((head) => {
      const socket = connect(served.server.port, "127.0.0.1").setEncoding("utf8");
      // In one piece with a whole request: once that is answered, the beginning of the next has arrived as well, and
      // the connection is not idle.
      socket.write(`GET /healthz HTTP/1.1\r\n${host}\r\n\r\n${head}`);
      return socket;
    });
    for (const socket of asking) await once(socket, "data");
    const stopping = served.server.stop();
    const answers = asking.map(async (socket, index) => {
      socket.write(`\r\n\r\n${index === 0 ? "" : body}`);
      let text = "";
      for await (const chunk of socket) text += chunk;
      return text;
    });
    const [ready, refused] = await Promise.all(answers);
    expect(ready).toMatch(/^HTTP\/1\.1 503 .*\{"status":"draining"\}$/s);
    expect(refused).toMatch(/^HTTP\/1\.1 503 .*"code":"SHUTTING_DOWN"/s);
    expect(await metric(served, refusedForShutdown)).toBe(1);
    resolve(reply({ data: {} }));
    expect((await answering).status).toBe(200);
    await stopping;
    expect(served.api.asked).toHaveLength(1);
  });

  test("can be stopped twice, and before it was started", async () => {
    const served = await serve();
    await Promise.all([served.server.stop(), served.server.stop()]);
    await expect(served.server.start()).rejects.toThrow("cannot be started");
  });
});
