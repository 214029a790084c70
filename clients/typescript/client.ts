import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";
import { type Client, createClient } from "graphql-ws/client";
import type { Delta } from "./event-state.ts";
import { GatewayError, type GraphQLErrorShape } from "./gateway-error.ts";

/** An operation's text that carries the types of its result and variables, as `npm run codegen` makes them. */
export type Operation<Result, Variables> = DocumentTypeDecoration<Result, Variables> &
  Pick<string, "length" | "toString">;

/** `errors` tells what is missing in `data`: one edge, say, of one cluster that does not answer. */
export interface Answer<Result> {
  readonly data: Result;
  readonly errors: readonly GraphQLErrorShape[];
}

/** The variable by which a subscription is resumed. */
interface Resumable {
  readonly after?: string | null | undefined;
}

/** A subscription that does not declare `$after` does not compile. */
type ResumableOperation<Result, Variables> = Operation<Result, Variables> &
  ("after" extends keyof Variables ? unknown : "The operation declares no $after");

const KEEP_ALIVE_MS = 10_000;
const PONG_MS = 5_000;
const LONGEST_PAUSE_MS = 10_000;
/** Deltas that wait for their consumer. Past it they are dropped, and the gateway is later asked for a wider one. */
const MAX_WAITING = 100;

/** A gateway's API. Subscriptions share one WebSocket, which is open while there are any. */
export class FairwayClient {
  readonly #url: string;
  readonly #socket: Client;

  /** `url` is where GraphQL is served: `http://127.0.0.1:4000/graphql`. */
  constructor(url: string) {
    this.#url = url;
    let silent: ReturnType<typeof setTimeout> | undefined;
    const socket = createClient({
      url: url.replace(/^http/, "ws"),
      // Resuming is done here, by cursor: the library would subscribe again as at the beginning.
      retryAttempts: 0,
      keepAlive: KEEP_ALIVE_MS,
      on: {
        // A peer that is gone without a word never closes the socket.
        ping: (received) => {
          if (!received) silent = setTimeout(() => socket.terminate(), PONG_MS);
        },
        pong: () => clearTimeout(silent),
        closed: () => clearTimeout(silent),
      },
    });
    this.#socket = socket;
  }

  /** Rejects with a GatewayError where there is no `data` at all. */
  query<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables: NoInfer<Variables>,
    signal?: AbortSignal,
  ): Promise<Answer<Result>> {
    return this.#post(operation, variables, signal);
  }

  /** Like `query`. What the caller can mend is among the payload's `userErrors`; nothing is ever sent twice. */
  mutate<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables: NoInfer<Variables>,
    signal?: AbortSignal,
  ): Promise<Answer<Result>> {
    return this.#post(operation, variables, signal);
  }

  /**
   * The deltas of an `…Events` subscription, until the loop over them is left or `signal` is aborted. A failure before
   * the first delta is thrown, and so is one that would repeat itself. After any other the subscription goes on from
   * its cursor; where there is none (the content was still on its way) a RESET of all clusters is given, and the
   * content again. The operation selects `phase`, `clusters`, `cursor` and `changes`.
   */
  async *subscribe<Result extends Record<string, Delta>, Variables extends Resumable>(
    operation: ResumableOperation<Result, Variables>,
    variables: NoInfer<Variables>,
    signal: AbortSignal = new AbortController().signal,
  ): AsyncGenerator<Answer<Result>, void, undefined> {
    const clusters = new Set<string>();
    let cursor = variables.after ?? null;
    let given: Result | undefined;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const anew = given !== undefined && cursor === null;
      if (given && anew) yield { data: resetOf(given, [...clusters]), errors: [] };
      try {
        const sent = { ...variables, after: cursor, ...(anew && { initial: "SNAPSHOT" }) };
        for await (const answer of this.#results(operation, sent, signal, queued)) {
          failures = 0;
          given = answer.data;
          // Null, too: from a RESET on, an earlier cursor claims more than the consumer holds.
          cursor = cursorOf(answer);
          for (const delta of Object.values(given)) for (const cluster of delta.clusters) clusters.add(cluster);
          yield answer;
        }
        return;
      } catch (error) {
        if (!given || !(error instanceof GatewayError && error.retryable)) throw error;
      }
      await pause(pauseAfter(failures), signal);
    }
  }

  /**
   * The answers of a live query (`query … @live`), the newest one each time: what the consumer was too slow for is left
   * out. A failure before the first answer is thrown, and so is one that would repeat itself; after any other it begins
   * again. The loop ends when it is left or `signal` is aborted, or after one answer where the query says `if: false`.
   */
  async *live<Result, Variables extends object>(
    operation: Operation<Result, Variables>,
    variables: NoInfer<Variables>,
    signal: AbortSignal = new AbortController().signal,
  ): AsyncGenerator<Answer<Result>, void, undefined> {
    let given = false;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        for await (const answer of this.#results<Result, Variables>(operation, { ...variables }, signal, newest)) {
          failures = 0;
          given = true;
          yield answer;
        }
        return;
      } catch (error) {
        if (!given || !(error instanceof GatewayError && error.retryable)) throw error;
      }
      await pause(pauseAfter(failures), signal);
    }
  }

  /** Ends every subscription and live query. */
  async close(): Promise<void> {
    await this.#socket.dispose();
  }

  async #post<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables: Variables,
    signal: AbortSignal | undefined,
  ): Promise<Answer<Result>> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: {
        accept: "application/graphql-response+json, application/json;q=0.9",
        "content-type": "application/json",
      },
      body: JSON.stringify({ query: operation.toString(), variables }),
      signal: signal ?? null,
    });
    const body = (await response.json().catch(() => ({}))) as Partial<Answer<Result | null>>;
    const { data, errors = [] } = body;
    if (data == null) throw GatewayError.ofResponse(errors, response.status);
    return { data, errors };
  }

  /** What comes on one connection. What was received before a failure is given before it is thrown. */
  async *#results<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables: object,
    signal: AbortSignal,
    keep: Keep<Result>,
  ): AsyncGenerator<Answer<Result>, void, undefined> {
    const waiting: Answer<Result>[] = [];
    let end: { readonly error?: GatewayError } | undefined;
    let wake = () => {};
    const finish = (error?: GatewayError) => {
      end ??= error ? { error } : {};
      wake();
    };
    const leave = this.#socket.subscribe<Result>(
      { query: operation.toString(), variables: { ...variables } },
      {
        next: ({ data, errors = [] }) => {
          // Messages that have arrived together are still handed over after the subscription was left.
          if (end) return;
          if (!data) finish(GatewayError.ofResponse(errors));
          else if (!keep(waiting, { data, errors })) {
            finish(GatewayError.behind());
            leave();
          }
          wake();
        },
        error: (cause) => finish(GatewayError.ofSocket(cause)),
        complete: () => finish(),
      },
    );
    const abort = () => wake();
    signal.addEventListener("abort", abort);
    try {
      while (!signal.aborted) {
        const answer = waiting.shift();
        if (answer) yield answer;
        else if (end?.error) throw end.error;
        else if (end) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      signal.removeEventListener("abort", abort);
      leave();
    }
  }
}

/** Puts an answer to those that wait for their consumer. False: he is too far behind, and what follows is not for him. */
type Keep<Result> = (waiting: Answer<Result>[], answer: Answer<Result>) => boolean;

function queued<Result extends Record<string, Delta>>(waiting: Answer<Result>[], answer: Answer<Result>): boolean {
  return waiting.push(answer) <= MAX_WAITING || !shorten(waiting);
}

function newest<Result>(waiting: Answer<Result>[], answer: Answer<Result>): boolean {
  waiting.splice(0, waiting.length, answer);
  return true;
}

function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, 250 * 2 ** failures) * (0.5 + Math.random() / 2);
}

function cursorOf<Result extends Record<string, Delta>>({ data }: Answer<Result>): string | null {
  return Object.values(data)[0]?.cursor ?? null;
}

/** Drops what follows the first delta from which can be resumed. False: there is none, as in a long snapshot. */
function shorten<Result extends Record<string, Delta>>(waiting: Answer<Result>[]): boolean {
  const kept = waiting.findIndex((answer) => cursorOf(answer) !== null) + 1;
  if (kept > 0) waiting.length = kept;
  return kept > 0;
}

/** What the gateway would send had it lost continuity of all these clusters. */
function resetOf<Result extends Record<string, Delta>>(given: Result, clusters: readonly string[]): Result {
  const reset = Object.entries(given).map(([field, delta]) => {
    return [field, { ...delta, phase: "RESET", clusters, changes: [], cursor: null }];
  });
  return Object.fromEntries(reset) as Result;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
