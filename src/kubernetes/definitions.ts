import { Backoff } from "./backoff.ts";
import type { ClusterConnection } from "./connection.ts";
import type { ClusterHealth } from "./health.ts";
import { ingest } from "./ingest.ts";
import { LineSplitter } from "./line-splitter.ts";
import { pause } from "./pause.ts";
import { monotonicOf, type Runtime } from "./ports.ts";
import { UpstreamError } from "./upstream-errors.ts";
import { eventError, parseEvent } from "./watch-event.ts";

/** What defines kinds: an API server serves nothing new without a change to one of these. */
const paths = [
  "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  "/apis/apiregistration.k8s.io/v1/apiservices",
];

const asMetadata = (list: boolean) =>
  `application/json;as=PartialObjectMetadata${list ? "List" : ""};g=meta.k8s.io;v=v1,application/json`;

/** Whoever may not watch asks again after this time, as rights can be granted. */
const refusedMs = 60_000;

/**
 * Watches the definitions of kinds (their metadata alone) and says when one has changed. What it cannot watch it
 * reports as such, and goes on trying: whoever relies on it has to look by himself meanwhile.
 */
export class Definitions {
  readonly #connection: ClusterConnection;
  readonly #health: ClusterHealth;
  readonly #runtime: Runtime;
  readonly #onChange: () => void;
  readonly #attempts = new Set<AbortController>();
  readonly #watched = new Set<string>();
  readonly #runs: Promise<void>[] = [];
  #stopped = false;

  constructor(connection: ClusterConnection, health: ClusterHealth, runtime: Runtime, onChange: () => void) {
    this.#connection = connection;
    this.#health = health;
    this.#runtime = runtime;
    this.#onChange = onChange;
  }

  /** Nothing can change unheard at present. */
  get areWatched(): boolean {
    return this.#watched.size === paths.length;
  }

  start(): void {
    for (const path of paths) this.#runs.push(this.#follow(path));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const attempt of this.#attempts) attempt.abort();
    await Promise.all(this.#runs);
  }

  async #follow(path: string): Promise<void> {
    const backoff = new Backoff(this.#runtime.random, { capMs: 5_000 });
    const monotonic = monotonicOf(this.#runtime);
    while (!this.#stopped) {
      const attempt = new AbortController();
      this.#attempts.add(attempt);
      // Over a dead connection a watch would stay open, and silent.
      const onHealth = () => this.#health.silent && attempt.abort(this.#health.error);
      const subscription = this.#health.cell.onChange(onHealth);
      const startedAt = monotonic();
      try {
        await this.#watch(path, attempt.signal);
        // One that is ended at once, again and again, must not make this spin.
        if (monotonic() - startedAt >= 1_000) backoff.reset();
        this.#watched.delete(path);
        await pause(backoff.next(), attempt.signal);
      } catch (error) {
        const refused = error instanceof UpstreamError && (error.httpStatus === 403 || error.httpStatus === 404);
        // It may be that from now on nobody tells, and whoever relied on it has to know.
        if (this.#watched.delete(path)) this.#onChange();
        await pause(refused ? refusedMs : backoff.next(), attempt.signal);
      } finally {
        this.#watched.delete(path);
        this.#attempts.delete(attempt);
        subscription[Symbol.dispose]();
      }
    }
  }

  /** Resolves when the watch ends, rejects when it cannot be had or breaks. */
  async #watch(path: string, signal: AbortSignal): Promise<void> {
    const { body } = await this.#connection.request<{ metadata?: { resourceVersion?: string } } | null>({
      path,
      query: { limit: 1 },
      accept: asMetadata(true),
      signal,
    });
    const query = {
      watch: true,
      resourceVersion: body?.metadata?.resourceVersion ?? "",
      timeoutSeconds: Math.round(300 + this.#runtime.random() * 300),
    };
    const stream = await this.#connection.stream({ path, query, accept: asMetadata(false), signal });
    this.#watched.add(path);
    // Whatever happened before the version from which the watch tells.
    this.#onChange();
    const splitter = new LineSplitter((line) => {
      const event = parseEvent(line);
      if (event.type === "ERROR") throw eventError(this.#connection.name, event);
      this.#onChange();
    });
    await ingest(stream, this.#runtime, (chunk) => splitter.push(chunk));
  }
}
