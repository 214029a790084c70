import type { KubernetesObject } from "./types.ts";

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

/** Finds an object that a new one is likely to resemble: the one last seen of the same owner. */
export class Siblings {
  readonly #capacity: number;
  readonly #last = new Map<string, KubernetesObject>();

  constructor(capacity = 4096) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#last.size;
  }

  /** The object with what it has in common with its previous version, or else with a sibling, shared. */
  share(object: KubernetesObject, previous: KubernetesObject | undefined): KubernetesObject {
    const family = familyOf(object);
    const model = previous ?? (family === undefined ? undefined : this.#last.get(family));
    const shared = model ? share(model, object) : object;
    if (family !== undefined) this.#remember(family, shared);
    return shared;
  }

  /** The object is gone, and must not be held for the sake of siblings that may never come. */
  forget(object: KubernetesObject): void {
    const family = familyOf(object);
    if (family !== undefined && this.#last.get(family)?.metadata.uid === object.metadata.uid) this.#last.delete(family);
  }

  #remember(family: string, object: KubernetesObject): void {
    const known = this.#last.delete(family);
    if (!known && this.#last.size >= this.#capacity) {
      const [oldest] = this.#last.keys();
      if (oldest !== undefined) this.#last.delete(oldest);
    }
    this.#last.set(family, object);
  }
}

/** A wrong guess costs a comparison and nothing else: what is shared is equal in any case. */
function familyOf({ metadata }: KubernetesObject): string | undefined {
  const { ownerReferences, generateName, labels } = metadata;
  if (Array.isArray(ownerReferences)) {
    const owner = ownerReferences.find((reference) => reference?.controller === true);
    if (owner) return owner.uid;
  }
  return generateName ?? labels?.["app.kubernetes.io/name"] ?? labels?.app;
}
