import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

export interface StreamEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: string;
}

export interface EventRequest {
  readonly query?: string;
  readonly variables?: object;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** A bare reader of server-sent events: every byte that came, and the events in it, as the HTML standard reads them. */
export class EventClient implements AsyncDisposable {
  readonly response: IncomingMessage;
  /** Everything that came of the body. */
  text = "";
  readonly comments: string[] = [];
  readonly #events: StreamEvent[] = [];
  readonly #waiting: ((event: StreamEvent) => void)[] = [];
  #line = "";
  #fields: Record<string, string[]> = {};
  /** Whether the server ended the stream in order. */
  readonly ended: Promise<boolean>;

  constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    response.on("error", () => {});
    this.ended = new Promise((resolve) => response.once("close", () => resolve(response.complete)));
  }

  /** Resolves when the head of the response has come. */
  static async open(url: string, asked: EventRequest = {}): Promise<EventClient> {
    const { query = "subscription { podEvents { cursor } }", variables = {}, method = "POST", headers, body } = asked;
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const outgoing = request(method === "GET" ? `${url}?${search}` : url, {
      method,
      agent: false,
      headers: {
        accept: "text/event-stream",
        ...(method === "POST" && { "content-type": "application/json" }),
        ...headers,
      },
    });
    outgoing.end(method === "POST" ? (body ?? JSON.stringify({ query, variables })) : undefined);
    const [response] = await once(outgoing, "response");
    return new EventClient(response);
  }

  get status(): number | undefined {
    return this.response.statusCode;
  }

  /** The next event, whether it has come already or not. */
  next(): Promise<StreamEvent> {
    const event = this.#events.shift();
    if (event) return Promise.resolve(event);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Events that came and were not asked for. */
  get unread(): readonly StreamEvent[] {
    return this.#events;
  }

  /** Stops reading, so that back-pressure reaches the server. */
  pause(): void {
    this.response.pause();
    this.response.socket.pause();
  }

  resume(): void {
    this.response.resume();
    this.response.socket.resume();
  }

  kill(): void {
    this.response.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.ended;
  }

  #read(text: string): void {
    this.text += text;
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") this.#dispatch();
      else if (line.startsWith(":")) this.comments.push(line);
      else {
        const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        this.#fields[field] = [...(this.#fields[field] ?? []), value];
      }
    }
  }

  #dispatch(): void {
    const { event = ["message"], id, data } = this.#fields;
    this.#fields = {};
    if (!data) return;
    const made = { event: event.at(-1) as string, data: data.join("\n"), ...(id && { id: id.at(-1) as string }) };
    const waiting = this.#waiting.shift();
    if (waiting) waiting(made);
    else this.#events.push(made);
  }
}
