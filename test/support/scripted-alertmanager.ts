import { hash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { endServer } from "./end-server.ts";

interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

interface Silenced {
  readonly matchers: readonly { readonly name: string; readonly value: string }[];
}

/** Ids have a form of their own, and what has another it does not look for. */
function isNoId(place: string): boolean {
  const id = /^(?:GET|DELETE) \/api\/v2\/silence\/(.*)$/.exec(place)?.[1];
  return id !== undefined && !/^[-0-9a-f]{36}$/.test(id);
}

/** Alertmanager's API v2, as far as alerts and silences of equal labels go. */
export class ScriptedAlertmanager implements AsyncDisposable {
  /** Takes a request first; true: it has been answered, or never will be. */
  before: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  readonly #alerts = new Map<string, Labelled>();
  readonly #silences = new Map<string, Silenced & object>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<ScriptedAlertmanager> {
    const alertmanager = new ScriptedAlertmanager();
    alertmanager.#server.listen(0, "127.0.0.1");
    await once(alertmanager.#server, "listening");
    return alertmanager;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (this.before(request, response)) return;
    const say = (value: unknown) => void response.writeHead(200).end(JSON.stringify(value));
    const place = `${request.method} ${request.url}`;
    if (place === "GET /api/v2/alerts") say([...this.#alerts].map((each) => this.#shown(...each)));
    else if (place === "GET /api/v2/silences") say([...this.#silences.values()]);
    else if (place === "POST /api/v2/alerts") {
      for (const alert of JSON.parse(body)) this.#alerts.set(JSON.stringify(alert.labels), alert);
      say({});
    } else if (place === "POST /api/v2/silences") {
      const id = `silence-${this.#silences.size + 1}`;
      this.#silences.set(id, {
        ...JSON.parse(body),
        id,
        status: { state: "active" },
        updatedAt: new Date().toISOString(),
      });
      say({ silenceID: id });
    } else response.writeHead(isNoId(place) ? 422 : 404).end();
  }

  #shown(key: string, alert: Labelled): object {
    const silencedBy = [...this.#silences].flatMap(([id, { matchers }]) =>
      matchers.every(({ name, value }) => alert.labels[name] === value) ? [id] : [],
    );
    const state = silencedBy.length > 0 ? "suppressed" : "active";
    return {
      annotations: {},
      ...alert,
      endsAt: new Date().toISOString(),
      updatedAt: new Date().toISOString(),
      fingerprint: hash("sha1", key).slice(0, 16),
      receivers: [{ name: "nobody" }],
      status: { state, silencedBy, inhibitedBy: [] },
    };
  }

  kill(): Promise<void> {
    return endServer(this.#server);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
