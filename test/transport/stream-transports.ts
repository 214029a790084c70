import { EventClient } from "../support/event-client.ts";
import { SocketClient } from "./socket-client.ts";

/** What a client of one operation sees, whatever carries it. */
export type Seen =
  | { readonly type: "next"; readonly payload: string }
  | { readonly type: "complete" }
  | { readonly type: "error"; readonly errors: readonly { readonly message: string; readonly extensions: object }[] };

export interface StreamClient extends AsyncDisposable {
  next(): Promise<Seen>;
  pause(): void;
  resume(): void;
  /** Goes away without a word. */
  kill(): void;
  /** How the server ended the connection: the code that says why, or that it was cut. */
  readonly ended: Promise<string>;
}

export interface StreamTransport {
  readonly name: "websocket" | "sse";
  /** Begins an operation on a connection of its own. Resolves before it is known what becomes of it. */
  start(url: string, query: string, headers?: Readonly<Record<string, string>>): Promise<StreamClient>;
}

const websocket: StreamTransport = {
  name: "websocket",
  async start(url, query, headers = {}) {
    const client = await SocketClient.open(url, { headers });
    client.subscribe("1", query);
    return {
      async next() {
        const text = await client.text();
        const { type, payload } = JSON.parse(text);
        if (type === "error") return { type, errors: payload };
        return type === "next"
          ? { type, payload: /^\{"id":"1","type":"next","payload":(.*)\}$/s.exec(text)?.[1] ?? "" }
          : { type };
      },
      pause: () => client.socket.pause(),
      resume: () => client.socket.resume(),
      kill: () => client.socket.terminate(),
      ended: client.closed.then(({ code, reason }) => (code === 1006 ? "cut" : `${code} ${reason}`)),
      [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
    };
  },
};

const sse: StreamTransport = {
  name: "sse",
  async start(url, query, headers = {}) {
    const opening = EventClient.open(url, { query, headers });
    // A test that kills or forgets it must not be told of the rest.
    opening.catch(() => {});
    const opened = () => opening;
    return {
      async next() {
        const client = await opened();
        if (client.status !== 200) {
          await client.ended;
          return { type: "error", errors: JSON.parse(client.text).errors };
        }
        const { event, data } = await client.next();
        if (event === "complete") return { type: "complete" };
        const { data: result, errors } = JSON.parse(data);
        if (errors && result === undefined) {
          // The protocol's form of a failure.
          if ((await client.next()).event !== "complete") throw new Error("errors alone, and no end");
          return { type: "error", errors };
        }
        return { type: "next", payload: data };
      },
      pause: () => void opened().then((client) => client.pause()),
      resume: () => void opened().then((client) => client.resume()),
      kill: () => void opened().then((client) => client.kill()),
      ended: opening.then(async (client) => {
        const inOrder = await client.ended;
        const [, code] = /^: (\d{4} .*)$/.exec(client.comments.at(-1) ?? "") ?? [];
        return inOrder ? (code ?? "without a code") : "cut";
      }),
      async [Symbol.asyncDispose]() {
        await (await opened())[Symbol.asyncDispose]();
      },
    };
  },
};

/** The transports of subscriptions. */
export const streamTransports = [websocket, sse];
