import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CannedAlerts, type Silence } from "./alerts.ts";
import { cannedSeries } from "./figures.ts";

const mostBytes = 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Two systems beside the clusters, at one address: Prometheus' HTTP API with figures that are made up, and Alertmanager's API v2. */
export class CannedMonitoring implements AsyncDisposable {
  readonly #alerts: CannedAlerts;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(now: () => number) {
    this.#alerts = new CannedAlerts(now);
  }

  async listen(port = 0): Promise<void> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(request).catch(
      (error: Error): Answer => ({ status: 400, body: error.message }),
    );
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", "http://sandbox");
    const text = await textOf(request);
    const { method = "GET" } = request;
    switch (`${method} ${url.pathname.replace(/\/silence\/[^/]+$/, "/silence/ID")}`) {
      case "GET /api/v2/alerts":
        return ok(this.#alerts.alerts());
      case "GET /api/v2/silences":
        return ok(this.#alerts.silences());
      case "POST /api/v2/silences":
        return ok({ silenceID: this.#alerts.put(JSON.parse(text) as Partial<Silence>) });
      case "GET /api/v2/silence/ID":
        return found(this.#alerts.silence(url.pathname.slice("/api/v2/silence/".length)));
      case "DELETE /api/v2/silence/ID":
        return found(this.#alerts.expire(url.pathname.slice("/api/v2/silence/".length)) ? {} : undefined);
      case "GET /api/v2/status":
        return ok({ cluster: { status: "disabled" }, versionInfo: { version: "0.0.0-sandbox" } });
      case "GET /api/v1/query_range":
      case "POST /api/v1/query_range":
        return ranged(method === "GET" ? url.searchParams : new URLSearchParams(text));
      case "GET /api/v1/rules":
        return ok({ status: "success", data: { groups: [] } });
      default:
        return {
          status: 404,
          body: { status: "error", errorType: "not_found", error: "the sandbox has no such thing" },
        };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const found = (body: unknown): Answer => (body === undefined ? { status: 404, body: "not found" } : ok(body));

function ranged(form: URLSearchParams): Answer {
  const [start = Number.NaN, end = Number.NaN, step = Number.NaN] = ["start", "end", "step"].map((name) =>
    Number(form.get(name) ?? Number.NaN),
  );
  if (![start, end, step].every(Number.isFinite) || step <= 0 || (end - start) / step > 11_000) {
    return { status: 400, body: { status: "error", errorType: "bad_data", error: "the range cannot be used" } };
  }
  const result = cannedSeries(form.get("query") ?? "", { start, end, step });
  return ok({ status: "success", data: { resultType: "matrix", result } });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > mostBytes) throw new Error("it is too long");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
