import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { waitFor } from "../../control-plane/wait-for.ts";

/** Any object of the API, as loosely as the tests read it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever a server sends is what the tests look into
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Json;
}

export interface Sent {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly token?: string;
}

/** An API server asked directly, over HTTP or HTTPS; no answer is an error. */
export class Client {
  readonly #server: string;
  readonly #token: string;
  readonly #agent: HttpAgent;
  readonly #open = new Set<WatchStream>();

  constructor({ server, token, ca }: { server: string; token: string; ca?: string }) {
    this.#server = server;
    this.#token = token;
    this.#agent = ca === undefined ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true, ca });
  }

  async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.#request(method, path, sent);
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const contentType = response.headers["content-type"] ?? "";
    const body = contentType.includes("json") ? JSON.parse(text) : text;
    return { status: response.statusCode ?? 0, contentType, body };
  }

  get(path: string, sent: Sent = {}): Promise<Answer> {
    return this.send("GET", path, sent);
  }

  /** What must succeed: gives the body alone. */
  async ok(method: string, path: string, body?: unknown, sent: Sent = {}): Promise<Json> {
    const answer = await this.send(method, path, { ...sent, ...(body !== undefined && { body }) });
    if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  patch(type: keyof typeof patchTypes, path: string, body: unknown): Promise<Answer> {
    return this.send("PATCH", path, { body, contentType: patchTypes[type] });
  }

  async watch(path: string, sent: Sent = {}): Promise<WatchStream> {
    const response = await this.#request("GET", path, sent);
    const stream = new WatchStream(response, () => this.#open.delete(stream));
    this.#open.add(stream);
    return stream;
  }

  close(): void {
    for (const stream of this.#open) stream.close();
    this.#agent.destroy();
  }

  #request(method: string, path: string, sent: Sent): Promise<IncomingMessage> {
    const text = typeof sent.body === "string" ? sent.body : JSON.stringify(sent.body);
    const headers = {
      accept: sent.accept ?? "application/json",
      authorization: `Bearer ${sent.token ?? this.#token}`,
      ...(text !== undefined && {
        "content-type": sent.contentType ?? "application/json",
        // Node would send the body of a DELETE without its length.
        "content-length": Buffer.byteLength(text),
      }),
    };
    return new Promise((resolve, reject) => {
      const request = this.#server.startsWith("https") ? httpsRequest : httpRequest;
      const outgoing = request(new URL(path, this.#server), { method, headers, agent: this.#agent }, resolve);
      outgoing.on("error", reject);
      outgoing.end(text);
    });
  }
}

const patchTypes = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

export interface WatchEvent {
  readonly type: string;
  readonly object: Json;
}

/** What a watch has sent so far. */
export class WatchStream {
  readonly status: number;
  readonly events: WatchEvent[] = [];
  ended = false;
  readonly #response: IncomingMessage;

  constructor(response: IncomingMessage, onEnd: () => void) {
    this.#response = response;
    this.status = response.statusCode ?? 0;
    let rest = "";
    response.setEncoding("utf8");
    response.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") this.events.push(JSON.parse(line));
    });
    response.on("error", () => {});
    response.on("close", () => {
      this.ended = true;
      onEnd();
    });
  }

  /** `ADDED a`, for each event but bookmarks. */
  get story(): string[] {
    return this.events
      .filter(({ type }) => type !== "BOOKMARK")
      .map(({ type, object }) => `${type} ${object.metadata?.name ?? object.reason}`);
  }

  get bookmarks(): WatchEvent[] {
    return this.events.filter(({ type }) => type === "BOOKMARK");
  }

  /** Waits for so many events, bookmarks not counted. */
  async tells(count: number): Promise<string[]> {
    await waitFor(() => this.story.length >= count, 8_000, `${count} events, there were ${this.story}`);
    return this.story;
  }

  async end(limitMs = 10_000): Promise<void> {
    await waitFor(() => this.ended, limitMs, "the end of the watch");
  }

  close(): void {
    this.#response.destroy();
  }
}
