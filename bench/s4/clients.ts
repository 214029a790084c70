import { WebSocket } from "ws";
import { answer } from "../support/answering.ts";
import { now, oldestChangeIn, subscription } from "./operation.ts";

let clients: WebSocket[] = [];
let milliseconds: number[] = [];

function connect(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false });
    socket.once("error", reject);
    socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init" })));
    socket.on("message", (data) => {
      const text = data.toString();
      if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: subscription } }));
      } else if (text.includes('"phase":"SYNCED"')) {
        // The one that stops reading may be closed for it.
        socket
          .off("error", reject)
          .removeAllListeners("message")
          .on("error", () => {});
        socket.on("message", receive);
        resolve(socket);
      } else if (!text.includes('"phase":"SNAPSHOT"')) reject(new Error(`not a beginning: ${text.slice(0, 500)}`));
    });
  });
}

function receive(data: Buffer): void {
  const changedAt = oldestChangeIn(data.toString());
  if (changedAt !== undefined) milliseconds.push((now() - changedAt) / 1_000);
}

const answers = {
  async open(url: string, count: number): Promise<void> {
    clients = await Promise.all(Array.from({ length: count }, () => connect(url)));
  },
  /** The first of them reads no more. */
  stall(): void {
    clients[0]?.pause();
  },
  /** How long the oldest change of each frame took that came since the last time this was asked: the 99th percentile. */
  p99(): number {
    const sorted = milliseconds.sort((a, b) => a - b);
    milliseconds = [];
    const value = sorted[Math.floor(sorted.length * 0.99)];
    if (value === undefined) throw new Error("nothing has come");
    return value;
  },
};
export type ReadingClients = Pick<typeof answers, keyof typeof answers>;
answer(answers);
