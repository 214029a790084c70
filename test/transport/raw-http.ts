import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly errors: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends exactly these headers, as `fetch` may not: a forged Host among them. */
export function send(origin: string, { method = "POST", path = "/graphql", headers = {}, body }: RawRequest = {}) {
  return new Promise<RawResponse>((resolve, reject) => {
    const outgoing = request(`${origin}${path}`, {
      method,
      headers,
      agent: false,
      setHost: headers.host === undefined,
    });
    outgoing.once("error", reject);
    outgoing.once("response", async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text, errors: errorsOf(text) });
    });
    outgoing.end(body);
  });
}

export function post(origin: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return send(origin, {
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
}

/** Writes bytes to the port and gives all that comes back until the server closes the connection. */
export function exchange(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    socket.once("error", reject).once("close", () => resolve(text));
  });
}

function errorsOf(text: string): RawResponse["errors"] {
  try {
    return JSON.parse(text).errors ?? [];
  } catch {
    return [];
  }
}
