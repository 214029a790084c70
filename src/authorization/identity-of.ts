import type { Principal } from "../identity/index.ts";

/**
 * Equal for equal persons with equal rights: all that a review is told of somebody. The credential is no part of it, so
 * a renewed token finds what was decided before.
 */
export function identityOf(principal: Principal): string {
  let identity = identities.get(principal);
  if (identity === undefined) {
    identity = textOf(principal);
    identities.set(principal, identity);
  }
  return identity;
}

// Principals are frozen, and a caller's is the same value for as long as his token is remembered.
const identities = new WeakMap<Principal, string>();

function textOf({ issuer, username, uid, groups, extra, cluster }: Principal): string {
  const sortedExtra = Object.entries(extra)
    .map(([key, values]) => [key, [...values].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([issuer, cluster ?? null, username, uid ?? null, [...groups].sort(), sortedExtra]);
}
