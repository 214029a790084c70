import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { ClusterConnection, PodExec } from "../../../src/kubernetes/index.ts";
import { until } from "../../support/facts.ts";
import { configFor } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: Server;
let sockets: WebSocketServer;
let connection: ClusterConnection;
let exec: PodExec;
let ended: AbortController;
/** What the API server does with a command. */
let serve: (socket: WebSocket, request: IncomingMessage) => void;
let refuse: { readonly status: number; readonly body: string } | null;
let protocol: string | undefined;
let received: Buffer[];
let seen: IncomingMessage | undefined;
let open: number;

const request = { namespace: "shop", pod: "web-0", command: ["sh", "-c", "a b"], outputBytes: 1_000, timeoutMs: 5_000 };
const success = Buffer.from('\u0003{"metadata":{},"status":"Success"}');
const run = (more: object = {}, headers?: Record<string, string | string[]>) =>
  exec.run({ ...request, ...more }, { signal: ended.signal, ...(headers && { headers }) });

beforeEach(async () => {
  [refuse, protocol, received, seen, open] = [null, "v5.channel.k8s.io", [], undefined, 0];
  serve = (socket) => socket.send(success);
  server = createServer();
  sockets = new WebSocketServer({ noServer: true, handleProtocols: () => protocol ?? false });
  server.on("upgrade", (upgrade, stream, head) => {
    seen = upgrade;
    if (refuse) {
      const { status, body } = refuse;
      stream.end(`HTTP/1.1 ${status} No\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return;
    }
    sockets.handleUpgrade(upgrade, stream, head, (socket) => {
      open += 1;
      socket.on("close", () => {
        open -= 1;
      });
      socket.on("message", (data) => received.push(data as Buffer));
      serve(socket, upgrade);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  connection = new ClusterConnection(configFor(`http://127.0.0.1:${port}`, "alpha"), {}, realRuntime);
  exec = new PodExec(connection);
  ended = new AbortController();
});

afterEach(async () => {
  await connection.stop();
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

describe("a command", () => {
  test("is sent as whoever asks, with each of his groups in a header of its own", async () => {
    const { end } = await run(
      { container: "web" },
      { "impersonate-user": "alice", "impersonate-group": ["dev", "ops"] },
    );
    expect(end).toEqual({ exitCode: 0 });
    const url = new URL(seen?.url ?? "", "http://server");
    expect(url.pathname).toBe("/api/v1/namespaces/shop/pods/web-0/exec");
    expect(url.searchParams.getAll("command")).toEqual(["sh", "-c", "a b"]);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      container: "web",
      stdin: "false",
      stdout: "true",
      stderr: "true",
      tty: "false",
    });
    expect(seen?.headers["sec-websocket-protocol"]).toBe("v5.channel.k8s.io,v4.channel.k8s.io");
    const groups = seen?.rawHeaders.flatMap((name, index, all) =>
      name.toLowerCase() === "impersonate-group" ? [all[index + 1]] : [],
    );
    expect(groups).toEqual(["dev", "ops"]);
    await until(() => open === 0, "the socket is closed");
  });

  test("is given its input and the end of it, and a terminal its size first", async () => {
    serve = (socket) => {
      socket.on("message", (data) => {
        if ((data as Buffer)[0] === 255) socket.send(success);
      });
    };
    await run({ stdin: Buffer.from("hi"), terminal: { columns: 80, rows: 24 } });
    expect(received.map((frame) => frame.toString("latin1"))).toEqual([
      '\u0004{"Width":80,"Height":24}',
      "\u0000hi",
      "\u00ff\u0000",
    ]);
    expect(new URL(seen?.url ?? "", "http://server").searchParams.get("stderr")).toBe("false");
  });

  test("with input fails where the server cannot be told of its end", async () => {
    protocol = "v4.channel.k8s.io";
    await expect(run({ stdin: Buffer.from("hi") })).rejects.toMatchObject({ code: "UPSTREAM_REJECTED" });
    expect((await run()).end).toEqual({ exitCode: 0 });
  });

  test("that is refused fails with what the API server says", async () => {
    const message = 'pods "web-0" is forbidden: User "alice" cannot create resource "pods/exec"';
    refuse = { status: 403, body: JSON.stringify({ kind: "Status", reason: "Forbidden", message, code: 403 }) };
    await expect(run()).rejects.toMatchObject({ code: "FORBIDDEN", message, httpStatus: 403 });
    refuse = { status: 502, body: "<html>" };
    await expect(run()).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE", httpStatus: 502 });
  });

  test("that takes too long is left, with what it has written", async () => {
    serve = (socket) => socket.send(Buffer.from("\u0001so far"));
    const result = await run({ timeoutMs: 100 });
    expect([result.stdout.toString(), result.end, result.truncated]).toEqual(["so far", null, false]);
    await until(() => open === 0, "the socket is closed");
  });

  test("that writes too much is left at once", async () => {
    serve = (socket) => socket.send(Buffer.concat([Buffer.of(1), Buffer.alloc(2_000, 0x78)]));
    const result = await run();
    expect([result.stdout.length, result.end, result.truncated]).toEqual([1_000, null, true]);
    await until(() => open === 0, "the socket is closed");
  });

  test("of a caller who has gone is left", async () => {
    serve = () => ended.abort(new Error("gone"));
    await expect(run()).rejects.toThrow("gone");
    await until(() => open === 0, "the socket is closed");
  });

  test("whose stream breaks fails, as nobody knows how it ended", async () => {
    serve = (socket) => socket.close(1011);
    await expect(run()).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE" });
  });
});
