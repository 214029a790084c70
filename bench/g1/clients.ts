import { WebSocket } from "ws";
import { answer } from "../support/answering.ts";
import { type Filter, query } from "./operation.ts";

/** Subscriptions on one socket; the gateway's own limit. */
const PER_SOCKET = 100;
const synced = '"phase":"SYNCED"';

let frames = 0;
let awaited: { readonly frames: number; readonly resolve: () => void } | undefined;

function receive(data: Buffer): void {
  const text = data.toString();
  if (!text.includes('"type":"next"')) throw new Error(`not a frame: ${text.slice(0, 500)}`);
  frames += 1;
  if (awaited && frames >= awaited.frames) awaited.resolve();
}

/** Resolves when all of them have the content. */
function subscribe(url: string, filters: readonly (Filter | null)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false });
    let left = filters.length;
    socket.once("error", reject);
    socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init" })));
    socket.on("message", (data) => {
      const text = data.toString();
      if (text.includes('"connection_ack"')) {
        for (const [index, filter] of filters.entries()) {
          const payload = { query, variables: { filter } };
          socket.send(JSON.stringify({ id: String(index), type: "subscribe", payload }));
        }
      } else if (!text.includes('"type":"next"')) reject(new Error(`not what it begins with: ${text.slice(0, 500)}`));
      if (text.includes(synced)) left -= 1;
      if (left > 0) return;
      left = Number.POSITIVE_INFINITY;
      socket.off("error", reject).removeAllListeners("message").on("message", receive);
      resolve();
    });
  });
}

const answers = {
  /** One subscription for each filter; null takes everything. */
  async open(url: string, filters: readonly (Filter | null)[]): Promise<void> {
    for (let from = 0; from < filters.length; from += PER_SOCKET) {
      await subscribe(url, filters.slice(from, from + PER_SOCKET));
    }
  },

  /** Begins to count anew: `arrived` resolves after so many frames. To be asked before the change is made. */
  expect(count: number): void {
    frames = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    awaited = { frames: count, resolve };
    arrived = promise;
  },

  arrived: (): Promise<void> => arrived,
  frames: (): number => frames,
};
let arrived = Promise.resolve();
export type Subscribers = Pick<typeof answers, keyof typeof answers>;
answer(answers);
