import type { PassContext } from "./context.ts";
import type { InitialState } from "./delta.ts";

/**
 * What a field of `Subscription` streams that is no state of objects, as the lines of logs: it comes as it comes, and what is not
 * taken cannot be folded. So each subscriber has a run of his own, from which the engine takes one item after another, and none
 * while his transport is full. Of whom the run reads is found out by passes, like the answer of a live query.
 */
export interface Feed<Seen = unknown> {
  /** What it depends on. Run again whenever something that it has read, rights included, has changed. What it throws ends the subscription. */
  readonly look: (context: PassContext) => Seen;
  /**
   * Begins a run: behind a position that an earlier one has told, or (null) anew, with what `initial` says. Throws what is for
   * the caller.
   */
  readonly open: (position: unknown, initial: InitialState) => FeedRun<Seen>;
}

/** What one subscriber is being sent. Its end frees whatever it holds, at once. */
export interface FeedRun<Seen = unknown> extends Disposable {
  /** What a look has seen; called before anything is asked for. Must not throw. */
  update(seen: Seen): void;
  /** What comes next; undefined at the end. Not called again before what it gave has been taken. A rejection ends the subscription. */
  next(): Promise<FeedItem | undefined>;
}

export interface FeedItem {
  /** Where a run would go on behind it; JSON. */
  readonly position: unknown;
  /** What the subscription field resolves to. */
  readonly rootOf: (cursor: string) => object;
}

/** A feed, as type-graphql's typings want to see it; null in a pass with misses. */
export function feedOf<Seen>(feed: Feed<Seen> | null): AsyncIterable<unknown> {
  return feed as unknown as AsyncIterable<unknown>;
}

export function isFeed(source: object): source is Feed {
  return "look" in source && "open" in source;
}
