/**
 * A point in the history of one store. Positions of one epoch are totally ordered by `rv`; positions of different
 * epochs cannot be compared, and whoever holds one of an older epoch has lost continuity.
 *
 * `rv` is a decimal string of any length (Kubernetes promises comparable resourceVersions since 1.35; they were so
 * in fact since etcd v3). It is kept as a string because it may pass 2^53.
 */
export interface Position {
  readonly epoch: string;
  readonly rv: string;
}

/** Negative when `a` is older than `b`, 0 when equal, positive when newer. Both are decimal without leading zeros. */
export function compareVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
