import { connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../support/facts.ts";
import { TcpProxy } from "../../support/tcp-proxy.ts";

let stack: AsyncDisposableStack;
let proxy: TcpProxy;
/** What the far end was sent, and its end of each connection. */
let received: string;
let farEnds: Socket[];

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  received = "";
  farEnds = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    farEnds.push(socket);
    socket.on("error", () => {});
    socket.on("end", () => {
      received += "(end)";
    });
    socket.on("data", (bytes) => {
      received += bytes;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stack.defer(() => {
    for (const socket of farEnds) socket.destroy();
    server.close();
  });
  const address = server.address();
  proxy = stack.use(await TcpProxy.start(typeof address === "object" && address ? address.port : 0));
});

afterEach(() => stack.disposeAsync());

/** A connection through the proxy, with what has come of it. */
async function open() {
  const socket = connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true });
  stack.defer(() => void socket.destroy());
  const near = { socket, text: "", ended: false, closed: false };
  socket.on("data", (bytes) => {
    near.text += bytes.toString("latin1");
  });
  socket.on("end", () => {
    near.ended = true;
  });
  socket.on("close", () => {
    near.closed = true;
  });
  socket.on("error", () => {});
  socket.write("hello ");
  await until(() => received.endsWith("hello "), "the first bytes");
  const far = farEnds.at(-1) as Socket;
  return { near, far };
}

test("passes on both ways, and each end's own end", async () => {
  const { near, far } = await open();
  far.end("bye");
  await until(() => near.text === "bye" && near.ended, "the far end's end");
  near.socket.end("last");
  await until(() => received === "hello last(end)", "the near end's end");
  await until(() => proxy.connections === 0, "nothing left");
  expect(received).toBe("hello last(end)");
});

test("passes on more than it holds, in order", async () => {
  const { near, far } = await open();
  const text = Array.from({ length: 400_000 }, (_, n) => String(n).padStart(8)).join("");
  far.write(text);
  await until(() => near.text.length === text.length, "all bytes");
  expect(near.text === text).toBe(true);
});

test("cuts what is open, and takes new connections", async () => {
  const { near } = await open();
  proxy.cut();
  await until(() => near.ended, "the cut");
  expect(proxy.connections).toBe(0);
  await open();
});

test("holds back what is open until it thaws, and new connections where all freeze", async () => {
  const { near, far } = await open();
  proxy.freeze();
  far.write("frozen");
  await open();
  expect(near.text).toBe("");
  proxy.freeze("all");
  const late = connect(proxy.port, "127.0.0.1");
  stack.defer(() => void late.destroy());
  late.write("late");
  await until(() => farEnds.length === 3, "the third connection");
  expect(received).not.toContain("late");
  proxy.thaw();
  await until(() => near.text === "frozen" && received.includes("late"), "what was held back");
});

test("delays bytes and keeps their order", async () => {
  const { near, far } = await open();
  proxy.delay(100);
  const startedAt = performance.now();
  far.write("slow ");
  await until(() => near.text === "slow ", "the delayed bytes");
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(95);
  proxy.delay(0);
  far.write("fast");
  await until(() => near.text === "slow fast", "the bytes after them");
});

test("half-closes: the client learns that nothing more comes, and is still heard", async () => {
  const { near, far } = await open();
  proxy.halfClose();
  far.write("unheard");
  await until(() => near.ended, "the FIN");
  near.socket.write("more");
  await until(() => received === "hello more", "what the client still says");
  expect(near.text).toBe("");
});

test("leaves connections half open: the far end is gone and nobody says so", async () => {
  const { near, far } = await open();
  proxy.halfOpen();
  await until(() => far.destroyed || received.includes("(end)"), "the far end");
  near.socket.write("into the void");
  await open();
  expect(near).toMatchObject({ text: "", ended: false, closed: false });
});

test("garbles the next bytes from the target, once", async () => {
  const { near, far } = await open();
  proxy.garble();
  far.write("0123456789abcdefghij");
  await until(() => near.text.length === 20, "the garbled bytes");
  expect(near.text).toBe(`${"\0".repeat(16)}ghij`);
  proxy.garble();
  far.write("few");
  await until(() => near.text.endsWith("\0\0\0"), "fewer bytes than it spoils");
  far.write("clear");
  await until(() => near.text.endsWith("clear"), "what comes next");
});
