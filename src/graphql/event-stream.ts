import type { ClusterName, GroupResource, Predicate, Row } from "../state/index.ts";

/**
 * What a field of `Subscription` streams: its `subscribe` function returns one of these, synchronously, and the
 * engine does the rest (groups, deltas, cursors, back-pressure). The filter looks at the object alone.
 */
export interface EventStream<T> {
  readonly resource: GroupResource;
  /** All clusters, those registered later too, when absent. */
  readonly clusters?: readonly ClusterName[];
  readonly match: Predicate<T>;
  /** The GraphQL object for a row. */
  readonly toObject: (row: Row<T>) => object;
}

/** The root value of one frame: the subscription field resolves to it. */
export interface Delta {
  readonly changes: readonly DeltaChange[];
  readonly phase: Phase;
  readonly clusters: readonly ClusterName[];
  /** Null until the state is complete: there is nothing yet that could be resumed. */
  readonly cursor: string | null;
}

export interface DeltaChange {
  readonly type: ChangeType;
  readonly id: string;
  readonly object: object | null;
}

export const ChangeType = { ADDED: "ADDED", MODIFIED: "MODIFIED", DELETED: "DELETED" } as const;
export type ChangeType = (typeof ChangeType)[keyof typeof ChangeType];

export const Phase = { SNAPSHOT: "SNAPSHOT", SYNCED: "SYNCED", LIVE: "LIVE", RESET: "RESET" } as const;
export type Phase = (typeof Phase)[keyof typeof Phase];
