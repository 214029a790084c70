import { defaults } from "../../src/config/index.ts";
import { noAuthentication } from "../../src/identity/index.ts";
import { type Caller, Server, type ServerConfig, type ServerOptions } from "../../src/server/index.ts";
import { createLogger, Metrics, systemClock } from "../../src/telemetry/index.ts";
import { ScriptedApi } from "./scripted-api.ts";

export interface Served extends AsyncDisposable {
  readonly api: ScriptedApi;
  readonly server: Server;
  readonly metrics: Metrics;
  /** `http://127.0.0.1:…`, without a path. */
  readonly origin: string;
  readonly url: string;
  /** The host and port of `Host`. */
  readonly host: string;
  readonly logged: readonly Record<string, unknown>[];
}

export const caller = { id: "somebody" } as unknown as Caller;

type Options = Partial<Omit<ServerOptions, "config">> & { readonly config?: Partial<ServerConfig> };

/** A real server on a free port in front of a scripted engine. */
export async function serve({ config, ...options }: Options = {}): Promise<Served> {
  const api = new ScriptedApi();
  const metrics = new Metrics();
  const logged: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void logged.push(JSON.parse(line)) };
  const server = new Server({
    api,
    config: { ...defaults, port: 0, drainMs: 2_000, ...config },
    authenticator: noAuthentication,
    callerOf: () => caller,
    readiness: () => ({ ready: true }),
    onRefused: () => {},
    log: createLogger({ level: "trace", destination }),
    metrics,
    clock: systemClock,
    ...options,
  });
  await server.start();
  const { url } = server;
  const { origin, host } = new URL(url);
  return { api, server, metrics, url, origin, host, logged, [Symbol.asyncDispose]: () => server.stop() };
}

/** The value of one line of /metrics; 0 when it is not there. */
export async function metric(served: Served, line: string): Promise<number> {
  const text = await served.metrics.expose();
  const found = text.split("\n").find((each) => each.startsWith(`${line} `));
  return found === undefined ? 0 : Number(found.slice(line.length + 1));
}
