import { WebSocket } from "ws";
import { answer } from "../support/answering.ts";
import { subscription } from "./operation.ts";

/** Handshakes under way at a time: more would be refused by the listening socket's queue. */
const AT_ONCE = 100;

const protocol = "graphql-transport-ws";
const synced = '"phase":"SYNCED"';

interface Expected {
  readonly mark: string;
  left: number;
  readonly promise: Promise<string>;
  readonly resolve: (message: string) => void;
}

let clients: WebSocket[] = [];
let frames = 0;
let bytes = 0;
let expected: Expected | undefined;

function connect(url: string, subscribes: boolean): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, subscribes ? protocol : [], { perMessageDeflate: false });
    const ready = () => {
      socket.off("error", reject).removeAllListeners("message").on("message", receive);
      resolve(socket);
    };
    socket.once("error", reject);
    socket.once("open", () => {
      if (subscribes) socket.send(JSON.stringify({ type: "connection_init" }));
      else ready();
    });
    socket.on("message", (data) => {
      const text = data.toString();
      if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: subscription } }));
      } else if (text.includes(synced)) ready();
      else reject(new Error(`not what a subscription begins with: ${text.slice(0, 500)}`));
    });
  });
}

function receive(data: Buffer): void {
  frames += 1;
  bytes += data.length;
  if (!expected || !data.includes(expected.mark)) return;
  expected.left -= 1;
  if (expected.left === 0) expected.resolve(data.toString());
}

const answers = {
  async open(url: string, count: number, subscribes: boolean): Promise<void> {
    clients = [];
    while (clients.length < count) {
      const more = Math.min(AT_ONCE, count - clients.length);
      clients.push(...(await Promise.all(Array.from({ length: more }, () => connect(url, subscribes)))));
    }
  },
  /** To be asked before the change is made, since its frames may come faster than a question. */
  expect(mark: string): void {
    const { promise, resolve } = Promise.withResolvers<string>();
    expected = { mark, left: clients.length, promise, resolve };
  },
  /** Resolves when each client has got a frame with the mark; with the last of these. */
  arrived: (): Promise<string> | undefined => expected?.promise,
  /** What all clients together have received since the last time this was asked. */
  received(): { frames: number; bytes: number } {
    const since = { frames, bytes };
    frames = 0;
    bytes = 0;
    return since;
  },
};
export type Clients = Pick<typeof answers, keyof typeof answers>;
answer(answers);
