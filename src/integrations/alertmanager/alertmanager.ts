import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { FairwayError } from "../../errors/index.ts";
import type { Logger, Metrics } from "../../telemetry/index.ts";
import { parseAlerts, parseSilences, type Read } from "./answer.ts";
import type { AlertObject, SilenceObject } from "./objects.ts";

export interface AlertmanagerOptions {
  readonly name: string;
  /** It may have a path. */
  readonly url: string;
  /** The clusters that it speaks for, by their registered names; absent: all of them. */
  readonly clusters?: readonly string[] | undefined;
  /** The label of alerts that names their cluster. Of no use where it speaks for one alone. */
  readonly clusterLabel: string;
  readonly tokenFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly pollIntervalMs: number;
  readonly timeoutMs: number;
}

export interface AlertmanagerRuntime {
  readonly metrics: Pick<Metrics, "askedIntegration">;
  readonly log: Pick<Logger, "warn">;
  readonly now: () => number;
  readonly random: () => number;
}

const connections = 4;
const mostBytes = 64 * 1024 * 1024;

/** One Alertmanager, by its API v2. Rejects with INTEGRATION_UNAVAILABLE where it is away or answers nonsense. */
export class Alertmanager implements AsyncDisposable {
  readonly options: AlertmanagerOptions;
  readonly #runtime: AlertmanagerRuntime;
  readonly #agent: Agent;

  constructor(options: AlertmanagerOptions, runtime: AlertmanagerRuntime) {
    this.options = options;
    this.#runtime = runtime;
    const { caFile, timeoutMs } = options;
    this.#agent = new Agent({
      connections,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: timeoutMs, ...(caFile !== undefined && { ca: readFileSync(caFile) }) },
    });
  }

  alerts(signal: AbortSignal): Promise<readonly Read<AlertObject>[]> {
    return this.#asked("alerts", parseAlerts, signal);
  }

  silences(signal: AbortSignal): Promise<readonly Read<SilenceObject>[]> {
    return this.#asked("silences", parseSilences, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }

  async #asked<T>(path: string, parse: (body: unknown) => T, signal: AbortSignal): Promise<T> {
    const { name } = this.options;
    try {
      const found = parse(JSON.parse(await this.#get(path, signal)));
      this.#runtime.metrics.askedIntegration("alertmanager", name, "ok");
      return found;
    } catch (error) {
      // Whoever ended it knows: nothing is known of the other side.
      if (!signal.aborted) this.#runtime.metrics.askedIntegration("alertmanager", name, "failed");
      const message = `Alertmanager ${JSON.stringify(name)} gave no usable answer`;
      throw new FairwayError("INTEGRATION_UNAVAILABLE", message, { cause: error });
    }
  }

  async #get(path: string, signal: AbortSignal): Promise<string> {
    const { url, tokenFile, timeoutMs } = this.options;
    const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, "utf8").trim();
    const { statusCode, body } = await request(`${url.replace(/\/+$/, "")}/api/v2/${path}`, {
      dispatcher: this.#agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: { accept: "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes`);
      chunks.push(chunk as Buffer);
    }
    if (statusCode !== 200) throw new Error(`HTTP status ${statusCode}`);
    return Buffer.concat(chunks).toString("utf8");
  }
}
