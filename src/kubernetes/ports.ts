import type { Turns } from "./turns.ts";

/** What this folder needs of a logger; pino fits. Fields never hold credentials, headers or bodies. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What this folder counts. Every call is cheap and must not throw. */
export interface Metrics {
  /** An upstream request ended; `status` is 0 where no answer came. For a stream: when its headers came. */
  request(cluster: string, method: string, status: number, milliseconds: number): void;
  /** Full content was fetched. */
  listed(cluster: string, resource: string, list: FullList): void;
  /** A watch was established, from the last version or after a list; `again`: not the first of its store's run. */
  watchStarted(cluster: string, resource: string, again: boolean): void;
  /** An event of a watch was handed to the store; `characters` is the length of its JSON. */
  event(cluster: string, resource: string, type: string, characters: number): void;
}

export type ListMode = "watch-list" | "paged" | "polled";

export interface FullList {
  readonly mode: ListMode;
  /** Its store had been filled before: continuity was lost. */
  readonly again: boolean;
  readonly objects: number;
  /** Of JSON, as it was sent. Counted in characters, which are bytes but for what is not ASCII. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The outside world, so that tests can bend it. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds with fractions that never go back, for durations. Default: `now`, which is coarser. */
  readonly monotonic?: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** One for the whole process: see Turns. */
  readonly turns: Turns;
}

export function monotonicOf({ monotonic, now }: Runtime): () => number {
  return monotonic ?? now;
}

const nothing = () => {};

export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing };
export const noMetrics: Metrics = { request: nothing, listed: nothing, watchStarted: nothing, event: nothing };
