import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { FairwayError } from "../../errors/index.ts";
import type { Metrics } from "../../telemetry/index.ts";
import { parseAnswer, type QueryAnswer, QueryRefused } from "./answer.ts";
import { Breaker } from "./breaker.ts";

export interface PrometheusConnection {
  /** It may have a path. */
  readonly url: string;
  readonly tokenFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly timeoutMs: number;
}

export interface PrometheusRuntime {
  readonly metrics: Pick<Metrics, "askedIntegration">;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** From when to when, both included, in milliseconds since the epoch. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

const connections = 8;
const mostBytes = 16 * 1024 * 1024;

class TooLarge extends Error {}

/**
 * One Prometheus, or what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics). Rejects with INTEGRATION_UNAVAILABLE where it is away or answers
 * nonsense, BAD_USER_INPUT where it does not take the query, LIMIT_EXCEEDED where there is more than an answer may have.
 */
export class Prometheus implements AsyncDisposable {
  readonly name: string;
  readonly #connection: PrometheusConnection;
  readonly #metrics: PrometheusRuntime["metrics"];
  readonly #breaker: Breaker;
  readonly #agent: Agent;

  constructor(name: string, connection: PrometheusConnection, { metrics, monotonic }: PrometheusRuntime) {
    this.name = name;
    this.#connection = connection;
    this.#metrics = metrics;
    this.#breaker = new Breaker(monotonic);
    const { caFile, timeoutMs } = connection;
    this.#agent = new Agent({
      connections,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: timeoutMs, ...(caFile !== undefined && { ca: readFileSync(caFile) }) },
    });
  }

  /** What a query says now, by Prometheus' own clock. */
  query(promql: string, signal: AbortSignal): Promise<QueryAnswer> {
    return this.#asked("query", { query: promql }, signal);
  }

  queryRange(promql: string, { start, end, stepSeconds }: Range, signal: AbortSignal): Promise<QueryAnswer> {
    const seconds = (milliseconds: number) => String(milliseconds / 1000);
    const form = { query: promql, start: seconds(start), end: seconds(end), step: String(stepSeconds) };
    return this.#asked("query_range", form, signal);
  }

  async #asked(path: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<QueryAnswer> {
    const name = JSON.stringify(this.name);
    const retryAfterMs = this.#breaker.enter();
    if (retryAfterMs > 0) {
      const message = `Prometheus ${name} has failed several times, and is left alone for a while`;
      throw new FairwayError("INTEGRATION_UNAVAILABLE", message, { retryAfterMs });
    }
    try {
      const answer = await this.#post(path, form, signal);
      this.#count("ok");
      return answer;
    } catch (error) {
      if (error instanceof QueryRefused) {
        this.#count("ok");
        throw new FairwayError("BAD_USER_INPUT", `Prometheus ${name} does not take the query: ${error.message}`);
      }
      if (error instanceof TooLarge) {
        this.#count("ok");
        const message = `The answer of Prometheus ${name} is larger than ${mostBytes} bytes: ask for less time, larger steps or fewer series`;
        throw new FairwayError("LIMIT_EXCEEDED", message);
      }
      // Who asked has gone: nothing is known of the other side.
      if (!signal.aborted) this.#count("failed");
      throw new FairwayError("INTEGRATION_UNAVAILABLE", `Prometheus ${name} gave no usable answer`, { cause: error });
    }
  }

  async #post(path: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<QueryAnswer> {
    const { url, tokenFile, timeoutMs } = this.#connection;
    const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, "utf8").trim();
    const { statusCode, body } = await request(`${url.replace(/\/+$/, "")}/api/v1/${path}`, {
      method: "POST",
      dispatcher: this.#agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      // Its own time is shorter than ours, so that it gives up what nobody waits for.
      body: new URLSearchParams({ ...form, timeout: `${timeoutMs}ms` }).toString(),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > mostBytes) throw new TooLarge();
      chunks.push(chunk as Buffer);
    }
    return parseAnswer(statusCode, Buffer.concat(chunks).toString("utf8"));
  }

  #count(outcome: "ok" | "failed"): void {
    if (outcome === "ok") this.#breaker.succeeded();
    else this.#breaker.failed();
    this.#metrics.askedIntegration("prometheus", this.name, outcome);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }
}
