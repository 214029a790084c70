import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { FairwayError } from "../../errors/index.ts";
import type { Metrics } from "../../telemetry/index.ts";
import { parseAnswer, type QueryAnswer, QueryRefused, QueryTimedOut } from "./answer.ts";
import { Breaker } from "./breaker.ts";
import { type AlertingRule, parseRules } from "./rules.ts";
import { Slots } from "./slots.ts";

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

type Form = Readonly<Record<string, string>>;
type Parse<T> = (status: number, body: string) => T;

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
  // The time of an answer begins when it is asked for: of many questions that are put at once the last ones would be late by the
  // others alone, and so be taken for a sign that it is away.
  readonly #slots = new Slots(connections);

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
    return this.#asked(parseAnswer, "query", { query: promql }, signal);
  }

  queryRange(promql: string, { start, end, stepSeconds }: Range, signal: AbortSignal): Promise<QueryAnswer> {
    const seconds = (milliseconds: number) => String(milliseconds / 1000);
    const form = { query: promql, start: seconds(start), end: seconds(end), step: String(stepSeconds) };
    return this.#asked(parseAnswer, "query_range", form, signal);
  }

  /** Its alerting rules, with what they say at present. */
  rules(signal: AbortSignal): Promise<readonly AlertingRule[]> {
    return this.#asked(parseRules, "rules", null, signal);
  }

  async #asked<T>(parse: Parse<T>, path: string, form: Form | null, signal: AbortSignal): Promise<T> {
    const name = JSON.stringify(this.name);
    using _slot = await this.#slots.take(signal).catch((cause: unknown) => {
      throw new FairwayError("INTEGRATION_UNAVAILABLE", `Prometheus ${name} was not asked any more`, { cause });
    });
    const retryAfterMs = this.#breaker.enter();
    if (retryAfterMs > 0) {
      const message = `Prometheus ${name} has failed several times, and is left alone for a while`;
      throw new FairwayError("INTEGRATION_UNAVAILABLE", message, { retryAfterMs });
    }
    try {
      const answer = parse(...(await this.#send(path, form, signal)));
      this.#count("ok");
      return answer;
    } catch (error) {
      // Of what has no query nothing can be refused.
      if (error instanceof QueryRefused && form) {
        this.#count("ok");
        throw new FairwayError("BAD_USER_INPUT", `Prometheus ${name} does not take the query: ${error.message}`);
      }
      if (error instanceof QueryTimedOut) {
        // Else who asks for too much would take the figures of all others away, three times in a row.
        this.#count("ok");
        const message = `Prometheus ${name} gave the query up, which takes too long: ask for less time, larger steps or fewer series`;
        throw new FairwayError("LIMIT_EXCEEDED", message);
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

  /** The status and the body. Without a form it is a GET. */
  async #send(path: string, form: Form | null, signal: AbortSignal): Promise<readonly [number, string]> {
    const { url, tokenFile, timeoutMs } = this.#connection;
    const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, "utf8").trim();
    const { statusCode, body } = await request(`${url.replace(/\/+$/, "")}/api/v1/${path}`, {
      method: form ? "POST" : "GET",
      dispatcher: this.#agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
        accept: "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      // Its own time is shorter than ours, so that it gives up what nobody waits for, and we hear of it.
      body: form && new URLSearchParams({ ...form, timeout: `${Math.ceil(timeoutMs * 0.9)}ms` }).toString(),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > mostBytes) throw new TooLarge();
      chunks.push(chunk as Buffer);
    }
    return [statusCode, Buffer.concat(chunks).toString("utf8")];
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
