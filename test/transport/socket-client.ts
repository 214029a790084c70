import { once } from "node:events";
import WebSocket, { type ClientOptions } from "ws";

export interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A bare client of graphql-transport-ws, which shows every byte and does nothing by itself. */
export class SocketClient implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly #texts: string[] = [];
  readonly #waiting: ((text: string) => void)[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  constructor(url: string, options: ClientOptions = {}, protocol = "graphql-transport-ws") {
    this.socket = new WebSocket(url.replace("http", "ws"), protocol, { perMessageDeflate: false, ...options });
    this.socket.on("message", (data) => {
      const text = data.toString();
      const waiting = this.#waiting.shift();
      if (waiting) waiting(text);
      else this.#texts.push(text);
    });
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      this.socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Open, and acknowledged by the server. */
  static async open(url: string, options: ClientOptions = {}): Promise<SocketClient> {
    const client = new SocketClient(url, options);
    await once(client.socket, "open");
    client.send({ type: "connection_init" });
    const { type } = await client.next();
    if (type !== "connection_ack") throw new Error(`the server said ${type} to the init`);
    return client;
  }

  send(message: Message | string): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  subscribe(id: string, query = "subscription { podEvents { cursor } }"): void {
    this.send({ id, type: "subscribe", payload: { query } });
  }

  /** The next message as it came. */
  text(): Promise<string> {
    const text = this.#texts.shift();
    if (text !== undefined) return Promise.resolve(text);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async next(): Promise<Message> {
    return JSON.parse(await this.text());
  }

  /** Messages that came and were not asked for. */
  get unread(): readonly string[] {
    return this.#texts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
