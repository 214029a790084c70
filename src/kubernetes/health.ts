import { type FairwayError, toFairwayError } from "../errors/index.ts";
import { Cell } from "../state/index.ts";
import type { ClusterConnection, Guard } from "./connection.ts";
import type { Runtime } from "./ports.ts";
import { UpstreamError } from "./upstream-errors.ts";

export interface HealthOptions {
  /** Time between two heartbeats, in milliseconds. Default 5,000. */
  readonly intervalMs?: number;
  /** How long one may take, in milliseconds. Default 3,000; with the interval it bounds how long a death stays unseen. */
  readonly timeoutMs?: number;
  /** Time between two heartbeats while the cluster is not there, in milliseconds. Default 1,000. */
  readonly recoveryIntervalMs?: number;
}

// The version changes with an upgrade alone; asked again about every minute.
const beatsPerVersion = 12;

/**
 * Whether a cluster's API server answers, kept up to date by a heartbeat. It is the cluster's circuit breaker as well:
 * while nobody answers it is open, and each heartbeat is the one request by which it may close.
 */
export class ClusterHealth implements AsyncDisposable, Guard {
  /** Touched when anything below changes. */
  readonly cell = new Cell();
  readonly #connection: ClusterConnection;
  readonly #runtime: Runtime;
  readonly #intervalMs: number;
  readonly #timeoutMs: number;
  readonly #recoveryIntervalMs: number;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #beat: Promise<void> | null = null;
  #beatsSinceVersion = 0;
  #staleSince: number | null = null;
  #error: FairwayError | null = null;
  #silent = false;
  /** The last heartbeat was too slow, and something else was heard meanwhile. */
  #slow = false;
  #refusal: FairwayError | null = null;
  #version: string | null = null;

  constructor(connection: ClusterConnection, options: HealthOptions, runtime: Runtime) {
    this.#connection = connection;
    this.#runtime = runtime;
    this.#intervalMs = options.intervalMs ?? 5_000;
    this.#timeoutMs = options.timeoutMs ?? 3_000;
    this.#recoveryIntervalMs = options.recoveryIntervalMs ?? 1_000;
    connection.guardBy(this);
  }

  /** False from a failed heartbeat to the next one that succeeds; true before the first has ended. */
  get reachable(): boolean {
    return this.#error === null;
  }

  /** Milliseconds since the epoch: when the API server was heard of for the last time. Null while it is reachable. */
  get staleSince(): number | null {
    return this.#staleSince;
  }

  /** Why it is not reachable. */
  get error(): FairwayError | null {
    return this.#error;
  }

  /** Nothing is heard at all, so connections that are open may be dead. False where an answer came, if a bad one. */
  get silent(): boolean {
    return this.#silent;
  }

  get refusal(): FairwayError | null {
    return this.#refusal;
  }

  doubt(): void {
    // One that is under way asks already, and while nobody answers the next is due soon.
    if (this.reachable) void this.probe();
  }

  /** As in `v1.36.3`; null before the first contact. */
  get version(): string | null {
    return this.#version;
  }

  start(): void {
    void this.probe();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#beat;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** A heartbeat now, for who has reason to doubt; resolves when it has ended. Several at once are one. */
  probe(): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve();
    clearTimeout(this.#timer);
    this.#beat ??= this.#heartbeat().finally(() => {
      this.#beat = null;
      if (this.#stopping.signal.aborted) return;
      const isWell = this.reachable && !this.#slow;
      this.#timer = setTimeout(() => void this.probe(), isWell ? this.#intervalMs : this.#recoveryIntervalMs);
    });
    return this.#beat;
  }

  async #heartbeat(): Promise<void> {
    const startedAt = this.#runtime.now();
    try {
      await this.#ask();
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const { lastContact } = this.#connection;
      const isHeard = (lastContact ?? 0) > startedAt;
      const isFirst = !this.#slow;
      this.#slow = error instanceof UpstreamError && error.code === "CLUSTER_TIMEOUT" && isHeard;
      // A busy server may be slow to answer us and yet send events. It is asked again soon, and the second time counts:
      // the events may be as late as the answer. The watches stay, since they are alive.
      if (this.#slow && isFirst && this.reachable) return;
      const isSilence = error instanceof UpstreamError && error.isSilence;
      this.#silent = isSilence && !isHeard;
      this.#set(toFairwayError(error), this.#staleSince ?? lastContact ?? startedAt);
      return;
    }
    if (this.#stopping.signal.aborted) return;
    this.#slow = false;
    this.#silent = false;
    this.#set(null, null);
  }

  async #ask(): Promise<void> {
    const options = { lane: "heartbeat", deadlineMs: this.#timeoutMs, signal: this.#stopping.signal } as const;
    const versionDue = this.#version === null || this.#error !== null || this.#beatsSinceVersion >= beatsPerVersion;
    try {
      // /livez looks at etcd too. An API server that lost its etcd answers from memory, and nothing can confirm it.
      await this.#connection.request({ ...options, path: "/livez" });
    } catch (error) {
      // Hardened clusters may hide the path, and lesser API servers lack it. Any such answer is a sign of life.
      if (!isRefusal(error)) throw error;
    }
    if (!versionDue) {
      this.#beatsSinceVersion += 1;
      return;
    }
    try {
      const { body } = await this.#connection.request<{ gitVersion?: unknown } | null>({
        ...options,
        path: "/version",
      });
      this.#beatsSinceVersion = 0;
      const version = body?.gitVersion;
      if (typeof version === "string" && version !== this.#version) {
        this.#version = version;
        this.cell.touch();
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  #notAsked({ message }: FairwayError): UpstreamError {
    const { name: cluster } = this.#connection;
    return new UpstreamError("CLUSTER_UNAVAILABLE", `${message} Until it answers, the heartbeat alone asks it.`, {
      cluster,
      retryAfterMs: this.#recoveryIntervalMs,
    });
  }

  #set(error: FairwayError | null, staleSince: number | null): void {
    const isOther = this.#error?.code !== error?.code || this.#error?.message !== error?.message;
    const changed = isOther || this.#staleSince !== staleSince;
    if (changed && (this.#error === null) !== (error === null)) {
      const { name: cluster } = this.#connection;
      if (error) this.#runtime.logger.warn({ cluster, err: error }, "cluster is not reachable");
      else this.#runtime.logger.info({ cluster, version: this.#version }, "cluster is reachable");
    }
    if (this.#refusal && !error) this.#connection.startSlowly();
    this.#error = error;
    this.#staleSince = staleSince;
    this.#refusal = error instanceof UpstreamError && error.isSilence ? this.#notAsked(error) : null;
    if (changed) this.cell.touch();
  }
}

/** An answer that says nothing against the server's health: the path is hidden or lacking, or there is much to do. */
function isRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && [403, 404, 429].includes(error.httpStatus);
}
