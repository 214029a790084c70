import { createHash } from "node:crypto";
import type { ClusterName } from "../state/index.ts";
import type { PassContext } from "./context.ts";
import { InitialState } from "./delta.ts";
import { type DeltaChange, Phase } from "./event-stream.ts";
import type { Feed, FeedItem, FeedRun } from "./feed.ts";

/** One frame is executed and encoded in one go. */
const MAX_CHANGES = 500;

/** Whoever hears nothing for so long is told that nothing happened, in milliseconds. */
const QUIET_MS = 45_000;

/** One of the things that are followed, as it is now. */
export interface FollowedItem {
  readonly id: string;
  /** Another one for another state; equal for equal states on every replica. */
  readonly fingerprint: string;
  /** The GraphQL object. */
  readonly object: object;
  /** Of whom it is known what it is. */
  readonly sources: readonly string[];
}

export interface FollowedState {
  readonly items: readonly FollowedItem[];
  readonly clusters: readonly ClusterName[];
  /** Sources that do not say what they have: it may be what it was. */
  readonly silent: ReadonlySet<string>;
}

/**
 * A state that no single store has, as of objects of several kinds, as it changes. There is no history to follow: what is there
 * now is compared with what was sent. So each subscriber costs a look at all of it for each change, and what was last known of
 * something that is gone is not shown again: it may be gone because it may not be seen any more. A cursor is resumed from while
 * the state is the one that it ends; else there is a RESET.
 */
export function followState(look: (context: PassContext) => FollowedState): Feed<FollowedState> {
  return { look, open: (position, initial) => new StateRun(position, initial) };
}

/** What one subscriber has been sent, and what there is now. */
class StateRun implements FeedRun<FollowedState> {
  /** What all that was sent added up to, at the place that is resumed from; null where it begins anew. */
  readonly #resumedAt: string | null;
  readonly #initial: InitialState;
  #sent = new Map<string, FollowedItem>();
  #now = new Map<string, FollowedItem>();
  #clusters: readonly ClusterName[] = [];
  #phase: Phase | null = null;
  #arrived: () => void = () => {};
  #ended = false;

  constructor(position: unknown, initial: InitialState) {
    this.#resumedAt = typeof position === "string" ? position : null;
    this.#initial = initial;
  }

  update({ items, clusters, silent }: FollowedState): void {
    const now = new Map(items.map((item) => [item.id, item]));
    // What a source does not say is no change.
    for (const [id, item] of this.#now) if (item.sources.some((source) => silent.has(source))) now.set(id, item);
    this.#now = now;
    this.#clusters = clusters;
    this.#arrived();
  }

  async next(): Promise<FeedItem | undefined> {
    if (this.#ended) return undefined;
    if (this.#phase === null) return this.#begin();
    const isLive = this.#phase === Phase.SYNCED || this.#phase === Phase.LIVE;
    if (isLive && this.#changes(1).length === 0) await this.#arrival();
    if (this.#ended) return undefined;
    const changes = this.#changes(MAX_CHANGES);
    this.#accept(changes);
    if (isLive) return this.#frame(Phase.LIVE, changes);
    return this.#frame(this.#changes(1).length > 0 ? Phase.SNAPSHOT : Phase.SYNCED, changes);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#arrived();
  }

  #begin(): Promise<FeedItem | undefined> | FeedItem {
    if (this.#resumedAt !== null) {
      // What was sent is not known any more; whether it is what there is now can be told.
      if (this.#resumedAt !== positionOf(this.#now)) return this.#frame(Phase.RESET, []);
      this.#sent = new Map(this.#now);
      return this.#frame(Phase.SYNCED, []);
    }
    if (this.#initial === InitialState.NONE) {
      this.#sent = new Map(this.#now);
      return this.#frame(Phase.SYNCED, []);
    }
    this.#phase = Phase.SNAPSHOT;
    return this.next();
  }

  #frame(phase: Phase, changes: readonly DeltaChange[]): FeedItem {
    this.#phase = phase;
    const isComplete = phase === Phase.SYNCED || phase === Phase.LIVE;
    const clusters = this.#clusters;
    return {
      position: isComplete ? positionOf(this.#sent) : null,
      rootOf: (cursor) => ({ changes, phase, clusters, cursor: isComplete ? cursor : null }),
    };
  }

  /** So many differences between what was sent and what there is, at most. */
  #changes(most: number): readonly DeltaChange[] {
    const changes: DeltaChange[] = [];
    for (const [id, { object, fingerprint }] of this.#now) {
      if (changes.length === most) return changes;
      const sent = this.#sent.get(id);
      if (sent?.fingerprint === fingerprint) continue;
      changes.push({ type: sent ? "MODIFIED" : "ADDED", id, object });
    }
    for (const id of this.#sent.keys()) {
      if (changes.length === most) return changes;
      if (!this.#now.has(id)) changes.push({ type: "DELETED", id, object: null });
    }
    return changes;
  }

  #accept(changes: readonly DeltaChange[]): void {
    for (const { id } of changes) {
      const item = this.#now.get(id);
      if (item) this.#sent.set(id, item);
      else this.#sent.delete(id);
    }
  }

  async #arrival(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, QUIET_MS).unref();
      this.#arrived = () => {
        // A look that found nothing else is no reason to say anything.
        if (!this.#ended && this.#changes(1).length === 0) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#arrived = () => {};
  }
}

/** Equal for equal states, on every replica. */
function positionOf(items: ReadonlyMap<string, FollowedItem>): string {
  const hash = createHash("sha256");
  for (const [id, { fingerprint }] of [...items].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${id}\0${fingerprint}\0`);
  }
  return hash.digest("base64url");
}
