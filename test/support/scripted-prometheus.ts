import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { endServer } from "./end-server.ts";

export interface PrometheusRequest {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly form: Readonly<Record<string, string>>;
}

/** A query's answer: the status and the body. */
export type Scripted = (request: PrometheusRequest) => { readonly status?: number; readonly body: unknown };

/** Prometheus' HTTP API with answers that a test gives it. */
export class ScriptedPrometheus implements AsyncDisposable {
  /** By query; by path what has none. */
  readonly answers = new Map<string, Scripted>();
  readonly requests: PrometheusRequest[] = [];
  /** Takes a request before anything is looked up; true: it has been answered, or never will be. */
  before: (request: PrometheusRequest, response: ServerResponse) => boolean = () => false;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<ScriptedPrometheus> {
    const prometheus = new ScriptedPrometheus();
    prometheus.#server.listen(0, "127.0.0.1");
    await once(prometheus.#server, "listening");
    return prometheus;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const asked = { path: request.url ?? "", headers: request.headers, form };
    this.requests.push(asked);
    if (this.before(asked, response)) return;
    const { status = 200, body } = this.answers.get(form.query ?? asked.path)?.(asked) ?? {
      body: success("vector", []),
    };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  kill(): Promise<void> {
    return endServer(this.#server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** As Prometheus says it. */
export function success(resultType: string, result: unknown, more: object = {}): object {
  return { status: "success", data: { resultType, result }, ...more };
}

export function refusal(errorType: string, error: string): object {
  return { status: "error", errorType, error };
}
