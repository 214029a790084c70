import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { FairwayError } from "../../errors/index.ts";
import type { Logger, Metrics } from "../../telemetry/index.ts";
import { parseAlerts, parseSilenceId, parseSilences, type Read } from "./answer.ts";
import type { AlertObject, SilenceMatcher, SilenceObject } from "./objects.ts";

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

/** A silence that is to be made; in the form of Alertmanager's API. */
export interface NewSilence {
  readonly matchers: readonly SilenceMatcher[];
  /** As in RFC 3339. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
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
    return this.#asked({ path: "alerts" }, parseAlerts, signal);
  }

  silences(signal: AbortSignal): Promise<readonly Read<SilenceObject>[]> {
    return this.#asked({ path: "silences" }, parseSilences, signal);
  }

  /** Makes a silence, and gives its id. Rejects with INVALID where Alertmanager does not take it. */
  async silence(silence: NewSilence, signal: AbortSignal): Promise<string> {
    return this.#asked({ method: "POST", path: "silences", body: silence }, parseSilenceId, signal);
  }

  /** Null where there is no silence of that id. */
  async silenceOf(id: string, signal: AbortSignal): Promise<Read<SilenceObject> | null> {
    const path = `silence/${encodeURIComponent(id)}`;
    return this.#unlessNone(this.#asked({ path }, (body) => parseSilences([body])[0] ?? null, signal));
  }

  /** Ends a silence. False where there is none of that id. */
  async expire(id: string, signal: AbortSignal): Promise<boolean> {
    const path = `silence/${encodeURIComponent(id)}`;
    return (
      (await this.#unlessNone(this.#asked({ method: "DELETE", path, isEmpty: true }, () => true, signal))) ?? false
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }

  /** Of what cannot be an id there is none. */
  async #unlessNone<T>(asked: Promise<T>): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      const { cause } = error as FairwayError;
      if (cause instanceof Refused && (cause.status === 404 || cause.status === UNREADABLE)) return null;
      throw error;
    }
  }

  async #asked<T>(question: Question, parse: (body: unknown) => T, signal: AbortSignal): Promise<T> {
    const { name } = this.options;
    const count = (outcome: "ok" | "failed") => this.#runtime.metrics.askedIntegration("alertmanager", name, outcome);
    try {
      const text = await this.#send(question, signal);
      const found = parse(question.isEmpty ? null : JSON.parse(text));
      count("ok");
      return found;
    } catch (error) {
      const isAnswer = error instanceof Refused && [400, 404, UNREADABLE].includes(error.status);
      // Whoever ended it knows: nothing is known of the other side.
      if (!signal.aborted) count(isAnswer ? "ok" : "failed");
      if (error instanceof Refused && (error.status === 400 || error.status === UNREADABLE)) {
        throw new FairwayError("INVALID", `Alertmanager ${JSON.stringify(name)}: ${error.said}`, { cause: error });
      }
      const message = `Alertmanager ${JSON.stringify(name)} gave no usable answer`;
      throw new FairwayError("INTEGRATION_UNAVAILABLE", message, { cause: error });
    }
  }

  async #send({ method = "GET", path, body: sent }: Question, signal: AbortSignal): Promise<string> {
    const { url, tokenFile, timeoutMs } = this.options;
    const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, "utf8").trim();
    const { statusCode, body } = await reaching(`${url.replace(/\/+$/, "")}/api/v2/${path}`, {
      method,
      dispatcher: this.#agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        accept: "application/json",
        ...(sent && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(sent && { body: JSON.stringify(sent) }),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes`);
      chunks.push(chunk as Buffer);
    }
    const text = Buffer.concat(chunks).toString("utf8");
    if (statusCode !== 200) throw new Refused(statusCode, text);
    return text;
  }
}

const withoutConnection = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** There was no connection, so it was not told, and did nothing. */
export class NotReached extends Error {}

async function reaching(...asked: Parameters<typeof request>): ReturnType<typeof request> {
  try {
    return await request(...asked);
  } catch (error) {
    const { code } = Object(error) as { readonly code?: unknown };
    if (typeof code === "string" && withoutConnection.has(code)) throw new NotReached(code, { cause: error });
    throw error;
  }
}

interface Question {
  /** Default: GET. */
  readonly method?: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: object;
  /** A success has no body. */
  readonly isEmpty?: true;
}

const longestWords = 500;

/** Its status where what it is asked has not the form that its API wants, as an id that is no UUID. */
const UNREADABLE = 422;

/** What it answered that is no success. */
class Refused extends Error {
  readonly status: number;
  /** In its own words, where it has some. */
  readonly said: string;

  constructor(status: number, text: string) {
    super(`HTTP status ${status}`);
    this.status = status;
    this.said = wordsOf(text).slice(0, longestWords);
  }
}

/** Alertmanager answers with a text in JSON, or with an object that has a message. */
function wordsOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "string") return body;
    const { message } = Object(body) as { readonly message?: unknown };
    if (typeof message === "string") return message;
  } catch {
    // Not JSON: of whoever stands before it, and nothing for callers.
  }
  return "it does not take it";
}
