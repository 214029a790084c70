import type { Principal } from "../identity/index.ts";

/**
 * Equal for equal persons with equal rights: all that a review is told of somebody. The credential is no part of it, so
 * a renewed token finds what was decided before.
 */
export function identityOf({ issuer, username, uid, groups, extra, cluster }: Principal): string {
  const sortedExtra = Object.entries(extra)
    .map(([key, values]) => [key, [...values].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([issuer, cluster ?? null, username, uid ?? null, [...groups].sort(), sortedExtra]);
}
