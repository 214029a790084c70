import type { Dispatcher } from "undici";
import { FairwayError } from "../errors/index.ts";
import type { ClusterName } from "../state/index.ts";
import { ConcurrencyLimit } from "./concurrency-limit.ts";
import { type Credential, Credentials, type TlsMaterial } from "./credentials.ts";
import { Deadline } from "./deadline.ts";
import { Garbled } from "./garbled.ts";
import { parseJson } from "./json.ts";
import type { ClusterConfig } from "./kubeconfig.ts";
import { ownHeaders, showsToken } from "./own-headers.ts";
import { monotonicOf, type Runtime } from "./ports.ts";
import { type Query, queryString } from "./query-string.ts";
import { CurrentTransport, isLostConnection, type Transport } from "./transport.ts";
import { fromDeadline, fromFailure, fromStatus, UpstreamError } from "./upstream-errors.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface ConnectionOptions {
  /** How many connections all requests together may use, the heartbeat included; watches come on top. Default 16. */
  readonly connections?: number;
  /** How long a request may take, waiting for a connection included, in milliseconds. Default 10,000. */
  readonly deadlineMs?: number;
  /** Tells the API server's audit who is asking. */
  readonly userAgent?: string;
}

/** Watches for which the server has not sent the headers yet; those that are open cost it next to nothing. */
const mostOpening = 32;

/** A read that the server refuses for load is sent again so often, where there is time. */
const mostAttempts = 3;

type Lane = "requests" | "watches" | "logs" | "heartbeat";

/** Whether the API server answers, by the one who keeps asking. */
export interface Guard {
  /** Why nothing is to be sent at present; null where it is. */
  readonly refusal: FairwayError | null;
  /** A request was not answered. */
  doubt(): void;
}

export interface StreamOptions {
  readonly path: string;
  readonly query?: Query;
  /** Default `application/json`. */
  readonly accept?: string;
  /** How long it may take until the headers come, in milliseconds; afterwards there is no limit. */
  readonly deadlineMs?: number;
  /** Aborted at any time: what is awaited rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Whoever asks, where that is not the gateway; names in lower case. With `authorization` nothing of the gateway's own
   * credential goes along, with `impersonate-user` nothing of whom the kubeconfig impersonates.
   */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Which connections to use. Default: `requests` for `request`, `watches` for `stream`. */
  readonly lane?: Lane;
}

export interface RequestOptions extends StreamOptions {
  readonly method?: Method;
  /** It changes nothing, whatever its method: an access review is a POST, and may be sent again like a GET. */
  readonly changesNothing?: boolean;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Statuses of errors whose body is what was asked for. */
  readonly answers?: readonly number[];
  /** Default `application/json`. */
  readonly contentType?: string;
}

export interface Answer<T> {
  readonly status: number;
  /** The parsed JSON; the text, where it is not JSON. Empty with status 304, the answer to an `if-none-match`. */
  readonly body: T;
  /** What to send as `if-none-match`, where the server gave it. */
  readonly etag?: string;
}

/** How to reach the API server by a protocol of one's own, as whoever asks. */
export interface Dialed {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
}

type Response = Dispatcher.ResponseData;

/**
 * The way to one API server: pooled connections, the gateway's own credentials, a deadline for each request, and
 * errors that may be shown to callers. It keeps no state of the cluster; `ClusterHealth` says whether it is there.
 */
export class ClusterConnection implements AsyncDisposable {
  readonly name: ClusterName;
  #config: ClusterConfig;
  readonly #runtime: Runtime;
  readonly #monotonic: () => number;
  readonly #connections: number;
  readonly #deadlineMs: number;
  readonly #userAgent: string;
  readonly #credentials: Credentials;
  readonly #stopping = new AbortController();
  #own: CurrentTransport;
  /** Without the gateway's client certificate, which an API server would take before any token. */
  #bare: CurrentTransport;
  readonly #limits: Readonly<Record<"requests" | "watches", ConcurrencyLimit>>;
  #guard: Guard | null = null;
  #lastContact: number | null = null;

  constructor(config: ClusterConfig, options: ConnectionOptions, runtime: Runtime) {
    this.name = config.name;
    this.#config = config;
    this.#runtime = runtime;
    this.#monotonic = monotonicOf(runtime);
    const { connections = 16 } = options;
    this.#connections = connections;
    [this.#own, this.#bare] = this.#transports();
    this.#deadlineMs = options.deadlineMs ?? 10_000;
    this.#userAgent = options.userAgent ?? "fairway";
    this.#credentials = new Credentials(config, runtime);
    this.#limits = {
      requests: new ConcurrencyLimit(config.name, Math.max(1, connections - 1), this.#monotonic),
      watches: new ConcurrencyLimit(config.name, mostOpening, this.#monotonic),
    };
  }

  /** Where the cluster is, and how to get in, as last told. */
  get config(): ClusterConfig {
    return this.#config;
  }

  /**
   * The cluster is elsewhere, or has another credential, from now on. What is under way to another address ends; with
   * another credential alone it goes on, as the server has let it in.
   */
  async moveTo(config: ClusterConfig): Promise<void> {
    const { server, proxyUrl } = this.#config;
    this.#config = config;
    this.#credentials.replace(config);
    if (config.server === server && config.proxyUrl === proxyUrl) return;
    const former = [this.#own, this.#bare];
    [this.#own, this.#bare] = this.#transports();
    const message = `The connection to cluster "${this.name}" was replaced: its address has changed.`;
    const reason = new UpstreamError("CLUSTER_UNAVAILABLE", message, { cluster: this.name });
    await Promise.all(former.map((transport) => transport.destroy(reason)));
  }

  #transports(): [CurrentTransport, CurrentTransport] {
    const { server, proxyUrl } = this.#config;
    const place = { server, ...(proxyUrl !== undefined && { proxyUrl }), connections: this.#connections };
    return [new CurrentTransport(place), new CurrentTransport(place)];
  }

  /** Of the gateway's own credential. */
  get credential(): Pick<Credentials, "cell" | "expiresAt"> {
    return this.#credentials;
  }

  /** From now on all but the heartbeat asks it first. */
  guardBy(guard: Guard): void {
    this.#guard = guard;
  }

  /** The server answers again after a silence: not everything that waited for it comes at once. */
  startSlowly(): void {
    for (const limit of Object.values(this.#limits)) limit.startSlowly();
  }

  /** How many requests may be under way at present; watches are counted apart. */
  get limit(): number {
    return this.#limits.requests.limit;
  }

  /** When the API server was heard of for the last time, in milliseconds since the epoch. */
  get lastContact(): number | null {
    return this.#lastContact;
  }

  /** Ends everything that is under way; nothing can be asked afterwards. */
  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const reason = this.#stopped();
    this.#stopping.abort(reason);
    await Promise.all([this.#own.destroy(reason), this.#bare.destroy(reason)]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Resolves for 2xx alone (304 and others to who asks for them); throws an UpstreamError for all else, and the signal's reason when it was aborted. */
  async request<T = unknown>(options: RequestOptions): Promise<Answer<T>> {
    using deadline = new Deadline(options.deadlineMs ?? this.#deadlineMs, options.signal);
    const response = await this.#open(options, options.lane ?? "requests", deadline);
    try {
      const text = await response.body.text();
      const { etag } = response.headers;
      const body = text === "" ? "" : parse(text, response);
      return { status: response.statusCode, body: body as T, ...(typeof etag === "string" && { etag }) };
    } catch (error) {
      throw this.#explain(error, options, deadline);
    }
  }

  /**
   * Resolves when the headers of a success have come. Iterating yields the body as it comes; who iterates slowly
   * pauses the socket, who stops iterating closes it.
   */
  async stream(options: StreamOptions): Promise<AsyncIterable<Buffer>> {
    const deadline = new Deadline(options.deadlineMs ?? this.#deadlineMs, options.signal);
    try {
      const response = await this.#open(options, options.lane ?? "watches", deadline);
      deadline.lift();
      return this.#chunks(response, options, deadline);
    } catch (error) {
      deadline[Symbol.dispose]();
      throw error;
    }
  }

  /** What a request would be sent with. Throws where nothing is to be sent, or where a proxy is on the way. */
  async dial({ path, query, headers, signal }: StreamOptions): Promise<Dialed> {
    using deadline = new Deadline(this.#deadlineMs, signal);
    if (this.#guard?.refusal) throw this.#guard.refusal;
    if (this.#stopping.signal.aborted) throw this.#stopped();
    const { server, proxyUrl } = this.#config;
    if (proxyUrl !== undefined) {
      const message = `Cluster "${this.name}" is reached through a proxy, which this cannot pass.`;
      throw new UpstreamError("UPSTREAM_REJECTED", message, { cluster: this.name });
    }
    const credential = await deadline.race(this.#credentials.get());
    const told = { "user-agent": this.#userAgent, ...ownHeaders(credential, headers), ...headers } as Dialed["headers"];
    const { material } = showsToken(headers) ? credential.bareTls : credential.tls;
    return { url: new URL(basePathOf(server) + path + queryString(query), server), headers: told, tls: material };
  }

  async *#chunks(response: Response, options: StreamOptions, deadline: Deadline): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of response.body) {
        this.#lastContact = this.#runtime.now();
        yield chunk as Buffer;
      }
    } catch (error) {
      throw this.#explain(error, options, deadline);
    } finally {
      deadline[Symbol.dispose]();
    }
  }

  /** The response to a request that succeeded. */
  async #open(options: RequestOptions, lane: Lane, deadline: Deadline) {
    const method = options.method ?? "GET";
    const endsAt = this.#monotonic() + (options.deadlineMs ?? this.#deadlineMs);
    try {
      for (let attempt = 1; ; attempt++) {
        if (lane !== "heartbeat" && this.#guard?.refusal) throw this.#guard.refusal;
        // The headers of a log that is followed may come hours later: whoever reads logs counts them himself.
        const isCounted = lane === "requests" || lane === "watches";
        using slot = isCounted ? await this.#limits[lane].enter(deadline, endsAt) : null;
        const credential = await deadline.race(this.#credentials.get());
        const response = await this.#send(options, method, lane, credential, deadline);
        const status = response.statusCode;
        if (status < 500) this.#lastContact = this.#runtime.now();
        if ((status >= 200 && status < 300) || status === 304 || options.answers?.includes(status)) {
          slot?.succeeded();
          return response;
        }
        const error = await this.#refusal(response);
        if (error.isOverload) slot?.refused(error.retryAfterMs);
        else if (status < 500) slot?.succeeded();
        if (status === 401 && showsToken(options.headers)) throw this.#unknownCaller();
        if (!this.#isWorthRetrying(error, isRepeatable(options), attempt, credential)) throw error;
      }
    } catch (error) {
      const explained = this.#explain(error, options, deadline);
      if (lane !== "heartbeat" && explained instanceof UpstreamError && explained.isSilence) this.#guard?.doubt();
      throw explained;
    }
  }

  #isWorthRetrying(error: UpstreamError, repeatable: boolean, attempt: number, credential: Credential): boolean {
    // What was refused for load was not done; yet whoever writes should hear of it and decide.
    if (error.isOverload) return repeatable && attempt < mostAttempts;
    return error.httpStatus === 401 && attempt === 1 && this.#credentials.reject(credential);
  }

  async #send(
    options: RequestOptions,
    method: Method,
    lane: Lane,
    credential: Credential,
    deadline: Deadline,
  ): Promise<Response> {
    const { body } = options;
    const request: Dispatcher.RequestOptions = {
      method,
      path: basePathOf(this.#config.server) + options.path + queryString(options.query),
      origin: new URL(this.#config.server).origin,
      headers: {
        accept: options.accept ?? "application/json",
        "user-agent": this.#userAgent,
        ...(body !== undefined && { "content-type": options.contentType ?? "application/json" }),
        ...ownHeaders(credential, options.headers),
        ...(options.headers as Record<string, string | string[]>),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: deadline.signal,
    };
    const dispatcher = this.#transportFor(credential, options)[lane];
    // Raced, because undici heeds the signal of a request that waits for a connection only once it has one.
    const dispatch = async () => {
      const startedAt = this.#monotonic();
      let status = 0;
      try {
        const response = await deadline.race(guarded(dispatcher.request(request)));
        status = response.statusCode;
        return response;
      } finally {
        this.#runtime.metrics.request(this.name, method, status, this.#monotonic() - startedAt);
      }
    };
    try {
      return await dispatch();
    } catch (error) {
      // The server closed a kept connection at the very moment it was used. Nothing was answered, and a read can be
      // sent again; a write may have been done, so its caller has to decide.
      if (!isRepeatable(options) || deadline.signal.aborted || !isLostConnection(error)) throw error;
      return await dispatch();
    }
  }

  #transportFor({ tls, bareTls }: Credential, options: StreamOptions): Transport {
    if (this.#stopping.signal.aborted) throw this.#stopped();
    const isBare = showsToken(options.headers) && bareTls.fingerprint !== tls.fingerprint;
    return isBare ? this.#bare.on(bareTls) : this.#own.on(tls);
  }

  async #refusal(response: Response): Promise<UpstreamError> {
    const retryAfter = response.headers["retry-after"];
    let body: unknown;
    try {
      body = parse(await response.body.text(), response);
    } catch {
      // The status alone says enough.
    }
    return fromStatus(this.name, response.statusCode, body, typeof retryAfter === "string" ? retryAfter : undefined);
  }

  #explain(error: unknown, options: StreamOptions, deadline: Deadline): unknown {
    if (error instanceof FairwayError) return error;
    if (this.#stopping.signal.aborted) return this.#stopped();
    if (deadline.passed) return fromDeadline(this.name, options.deadlineMs ?? this.#deadlineMs);
    if (options.signal?.aborted) return options.signal.reason;
    return fromFailure(this.name, error);
  }

  #unknownCaller(): UpstreamError {
    const details = { cluster: this.name, httpStatus: 401 };
    return new UpstreamError("UNAUTHENTICATED", `Cluster "${this.name}" does not know the caller's token.`, details);
  }

  #stopped(): FairwayError {
    return new FairwayError("CLUSTER_UNAVAILABLE", `The connection to cluster "${this.name}" was stopped.`, {
      cluster: this.name,
    });
  }
}

/** Lets neither a response nor a body that fails while nobody waits for it end the process. */
function guarded(response: Promise<Response>): Promise<Response> {
  response.then(
    ({ body }) => void body.on("error", () => {}),
    () => {},
  );
  return response;
}

function isRepeatable({ method = "GET", changesNothing = false }: RequestOptions): boolean {
  return method === "GET" || changesNothing;
}

function parse(text: string, response: Response): unknown {
  const type = response.headers["content-type"];
  if (typeof type !== "string" || !type.includes("json")) return text;
  try {
    return parseJson(text);
  } catch {
    // Not as the cause: the parser's message quotes the text.
    throw new Garbled("the answer is not JSON");
  }
}

/** Behind Rancher and other proxies the API lies under a path. */
function basePathOf(server: string): string {
  return new URL(server).pathname.replace(/\/+$/, "");
}
