import { WebSocket } from "ws";

const protocol = "graphql-transport-ws";

/** What a subscription of the bench begins with: where to, and what it is told from then on. */
export interface Subscriber {
  readonly url: string;
  readonly query: string;
  /** Each frame as it came, the first ones too. */
  readonly onFrame: (frame: Buffer) => void;
}

/** A subscription on a socket of its own. Resolves when it is SYNCED. */
export function subscribe({ url, query, onFrame }: Subscriber): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocol, { perMessageDeflate: false });
    let synced = false;
    socket.once("error", reject);
    socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init" })));
    socket.on("message", (data: Buffer) => {
      if (data.includes('"type":"next"')) {
        onFrame(data);
        if (!synced && data.includes('"phase":"SYNCED"')) {
          synced = true;
          resolve(socket);
        }
      } else if (data.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
      } else reject(new Error(`not what a subscription is told: ${data.toString().slice(0, 500)}`));
    });
  });
}
