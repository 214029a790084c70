import { intern } from "./interning.ts";

// Deeper than any real object; the API server lets 10,000 levels pass, which would overflow the stack.
const maxDepth = 64;

/**
 * `next`, with each part that equals the same part of `previous` replaced by that part itself; `previous` when all is
 * equal. An object's versions, and the pods of one ReplicaSet, differ in little: memory then holds the rest once.
 * Changes `next` in place, so it must not have been handed over yet.
 */
export function share<T>(previous: unknown, next: T, depth = 0): T {
  // For equal strings too this picks the previous one, and the new copy becomes garbage.
  if (previous === next) return previous as T;
  if (typeof next === "string") return intern(next) as T;
  if (typeof next !== "object" || next === null || typeof previous !== "object" || previous === null) return next;
  if (depth >= maxDepth) return next;
  if (Array.isArray(next)) return Array.isArray(previous) ? (shareList(previous, next, depth) as T) : next;
  if (Array.isArray(previous)) return next;
  return shareFields(previous as Fields, next as Fields, depth) as T;
}

type Fields = Record<string, unknown>;

function shareList(previous: readonly unknown[], next: unknown[], depth: number): readonly unknown[] {
  let equal = previous.length === next.length;
  const common = Math.min(previous.length, next.length);
  for (let i = 0; i < common; i++) {
    next[i] = share(previous[i], next[i], depth + 1);
    if (next[i] !== previous[i]) equal = false;
  }
  return equal ? previous : next;
}

function shareFields(previous: Fields, next: Fields, depth: number): Fields {
  let equal = true;
  let fields = 0;
  for (const field in next) {
    fields += 1;
    if (!Object.hasOwn(previous, field)) {
      equal = false;
      continue;
    }
    next[field] = share(previous[field], next[field], depth + 1);
    if (next[field] !== previous[field]) equal = false;
  }
  return equal && Object.keys(previous).length === fields ? previous : next;
}
