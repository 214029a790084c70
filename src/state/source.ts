import type { FairwayError } from "../errors/index.ts";
import type { Position } from "./position.ts";

/** One object as a source hands it over. The object must never be changed afterwards. */
export interface Item<T> {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The object's own resourceVersion. */
  readonly version: string;
  readonly object: T;
}

export type Identity = Pick<Item<unknown>, "namespace" | "name" | "uid">;

/** How the store's connection to its origin stands. */
export type Health =
  | { readonly state: "live" }
  /** The origin confirmed the content for the last time at `since` (milliseconds since the epoch). */
  | { readonly state: "stale"; readonly since: number; readonly error: FairwayError };

/**
 * The only way into a store. The contract of a source:
 * - begins with `replace`, and calls it again whenever continuity with its origin is lost (a relist);
 * - calls `put` and `remove` in the order of the origin's history, between replacements only;
 * - calls `bookmark` when the origin says that nothing else has happened up to a position.
 */
export interface Feed<T> {
  /** Starts taking in the full content. Nothing of it is visible before `commit`; an abandoned one has no effect. */
  replace(renewal?: Renewal): Replacement<T>;
  /** `completeTo` is given by a source that follows several histories at once: up to where it knows all of them. */
  put(item: Item<T>, at: Position, completeTo?: Position): void;
  remove(identity: Identity, at: Position, completeTo?: Position): void;
  bookmark(at: Position): void;
  health(health: Health): void;
  /** The version now held (visible or being taken in), so that a decoder can share what did not change. */
  peek(namespace: string, name: string): T | undefined;
  /** The position up to which the store is complete; null before the first `commit`. A source resumes from here. */
  readonly at: Position | null;
}

/**
 * `all`: the objects come in another form than those that are held, as after a change of their API version. They are
 * changed then, though their own versions say that they are not.
 */
export type Renewal = "changes" | "all";

export interface Replacement<T> {
  put(item: Item<T>): void;
  /** What was put a moment ago is gone again: the content was taken in while it changed. */
  remove(identity: { namespace: string; name: string }): void;
  /**
   * The content is complete as of `at`. The store makes of it what really changed: additions, updates and
   * *removals*; what did not change is announced to nobody. With `completeTo` it is complete up to there alone, and `at` is
   * the newest of what is in it.
   */
  commit(at: Position, completeTo?: Position): void;
}

/** One change as the origin itself remembers it. */
export interface Past<T> {
  readonly type: "added" | "modified" | "removed";
  /** The object after the change; a removed one as it last was, with the version of its removal. */
  readonly item: Item<T>;
}

export interface Span {
  readonly from: Position;
  /** Of the same epoch, and newer. */
  readonly to: Position;
}

/** A reflector, or a poller. `run` ends when `stop` is aborted, and never otherwise: failures are its own to mend. */
export interface Source<T> {
  run(feed: Feed<T>, stop: AbortSignal): Promise<void>;
  /**
   * Everything that happened after `from` and up to `to`, oldest first; "expired" when the origin does not remember all
   * of it, or when it is more than `most` changes. Goes on until it knows, and rejects when `signal` is aborted.
   */
  past?(span: Span, most: number, signal: AbortSignal): Promise<readonly Past<T>[] | "expired">;
}
