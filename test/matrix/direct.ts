import { type ClientHttp2Session, connect, constants } from "node:http2";
import type { Cluster } from "../control-plane/cluster.ts";

export interface DirectAnswer {
  readonly status: number;
  readonly body: unknown;
}

const AT_ONCE = 48;

/**
 * An API server asked directly, with whatever token, over one connection for all: a watch can be opened and closed
 * again for the price of a stream.
 */
export class DirectApi implements Disposable {
  readonly cluster: string;
  readonly #session: ClientHttp2Session;
  readonly #connect: () => ClientHttp2Session;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  requests = 0;

  constructor({ name, server, caData }: Pick<Cluster, "name" | "server" | "caData">) {
    this.cluster = name;
    this.#connect = () => {
      const session = connect(server, { ca: caData });
      // Whoever asks is told; without a listener it would end the process.
      session.on("error", () => {});
      return session;
    };
    this.#session = this.#connect();
  }

  /** Whether the token is anybody's. An API server ends the connection of whom it does not know: it is one for this alone. */
  async knows(token: string): Promise<boolean> {
    const session = this.#connect();
    try {
      const { status } = await this.#limited(() => send(session, token, "GET", "/api", true));
      return status !== 401;
    } finally {
      session.destroy();
    }
  }

  /** The whole answer, whatever its status. */
  ask(
    token: string,
    method: string,
    path: string,
    body?: unknown,
    contentType = "application/json",
  ): Promise<DirectAnswer> {
    return this.#limited(() => send(this.#session, token, method, path, true, body, contentType));
  }

  /** The status with which a stream begins; it is closed at once. */
  async opens(token: string, path: string): Promise<number> {
    const { status } = await this.#limited(() => send(this.#session, token, "GET", path, false));
    return status;
  }

  [Symbol.dispose](): void {
    this.#session.destroy();
  }

  async #limited<T>(run: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    this.requests += 1;
    try {
      return await run();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

function send(
  session: ClientHttp2Session,
  token: string,
  method: string,
  path: string,
  whole: boolean,
  body?: unknown,
  contentType?: string,
): Promise<DirectAnswer> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ":method": method,
      ":path": path,
      authorization: `Bearer ${token}`,
      accept: "application/json",
      ...(payload !== undefined && { "content-type": contentType }),
    };
    // Of itself Node takes a DELETE for a request without a body.
    const stream = session.request(headers, { endStream: payload === undefined });
    let status = 0;
    const chunks: Buffer[] = [];
    stream.on("error", reject);
    stream.on("response", (headers) => {
      status = Number(headers[":status"]);
      if (whole) return;
      resolve({ status, body: undefined });
      stream.close(constants.NGHTTP2_CANCEL);
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => resolve({ status, body: whole ? parse(Buffer.concat(chunks).toString()) : undefined }));
    if (payload !== undefined) stream.end(payload);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
