import { Agent, request as httpsRequest } from "node:https";

export interface RequestOptions {
  readonly contentType?: string; // default application/json; a PATCH needs its own
  readonly token?: string; // instead of the client's own; an empty one asks anonymously
  readonly signal?: AbortSignal;
  readonly accept?: string; // default application/json
}

/** What the API server answered, when that was not a success. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(what: string, status: number, body: unknown) {
    const message = (body as { message?: unknown } | undefined)?.message;
    super(`${what}: ${status} ${typeof message === "string" ? message : JSON.stringify(body)}`);
    this.name = "ApiError";
    this.status = status;
    this.body = body;
  }
}

/**
 * The API server asked directly, with nothing in between that could share a mistake with the gateway: what this client
 * returns is the truth that tests compare with. Holds up to `maxSockets` connections, which keep no process alive.
 */
export class ApiClient {
  readonly server: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor(options: { server: string; ca: string; token: string; maxSockets?: number }) {
    this.server = options.server;
    this.#token = options.token;
    this.#agent = new Agent({ ca: options.ca, keepAlive: true, maxSockets: options.maxSockets ?? 48 });
  }

  /** Resolves with the parsed JSON (or the text, where the answer is not JSON); rejects with `ApiError` above 299. */
  request<T = unknown>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
    const token = options.token ?? this.#token;
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers: Record<string, string | number> = { accept: options.accept ?? "application/json" };
    if (token) headers.authorization = `Bearer ${token}`;
    if (payload) {
      headers["content-type"] = options.contentType ?? "application/json";
      headers["content-length"] = payload.length;
    }
    return new Promise((resolve, reject) => {
      const init = { method, headers, agent: this.#agent, ...(options.signal && { signal: options.signal }) };
      const request = httpsRequest(new URL(path, this.server), init, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = parse(Buffer.concat(chunks).toString());
          const status = response.statusCode ?? 0;
          if (status >= 200 && status <= 299) resolve(answer as T);
          else reject(new ApiError(`${method} ${path}`, status, answer));
        });
      });
      request.on("error", reject);
      request.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
