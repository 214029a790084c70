import { createHash } from "node:crypto";
import { ANY_NAMESPACE, type Visibility } from "../state/index.ts";

/** One object, or (without a name) all of a namespace, that somebody may see. */
export interface Grant {
  /** "" for what lives in no namespace, ANY_NAMESPACE (with a name) for a name that counts in each. */
  readonly namespace: string;
  readonly name?: string;
}

class PartialVisibility implements Visibility {
  readonly all = false;
  readonly nothing: boolean;
  readonly complete: boolean;
  readonly namespaces: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly fingerprint: string;
  readonly #anywhere: ReadonlySet<string> | undefined;

  constructor(namespaces: readonly string[], names: Visibility["names"], complete: boolean, id: string) {
    this.namespaces = new Set(namespaces);
    this.names = names;
    this.nothing = this.namespaces.size === 0 && names.size === 0;
    this.complete = complete;
    this.#anywhere = names.get(ANY_NAMESPACE);
    // Short, and tells nobody which namespaces and names there are.
    this.fingerprint = createHash("sha256").update(id).digest("base64url").slice(0, 22);
  }

  admits(namespace: string, name: string): boolean {
    if (this.namespaces.has(namespace)) return true;
    return this.names.size > 0 && (this.names.get(namespace)?.has(name) || this.#anywhere?.has(name) || false);
  }
}

export const seesAll: Visibility = {
  all: true,
  namespaces: new Set(),
  names: new Map(),
  nothing: false,
  complete: true,
  admits: () => true,
  fingerprint: "all",
};

// Held weakly: a value lives as long as a decision, an answer or a group that uses it.
const interned = new Map<string, WeakRef<Visibility>>();
const forgotten = new FinalizationRegistry<string>((id) => {
  if (interned.get(id)?.deref() === undefined) interned.delete(id);
});

/** The visibility of exactly these; the same object each time. `complete` as in Visibility. */
export function seesOnly(grants: Iterable<Grant>, complete = true): Visibility {
  const whole = new Set<string>();
  const single = new Map<string, Set<string>>();
  for (const { namespace, name } of grants) {
    if (name === undefined) whole.add(namespace);
    else single.set(namespace, (single.get(namespace) ?? new Set()).add(name));
  }
  // A name in a namespace that is seen whole adds nothing, and would make equal visibilities differ.
  for (const namespace of whole) single.delete(namespace);
  const namespaces = [...whole].sort();
  const names = new Map([...single].sort(byKey).map(([namespace, each]) => [namespace, new Set([...each].sort())]));
  const id = JSON.stringify([namespaces, [...names].map(([namespace, each]) => [namespace, ...each]), complete]);
  const known = interned.get(id)?.deref();
  if (known) return known;
  const made = new PartialVisibility(namespaces, names, complete, id);
  interned.set(id, new WeakRef(made));
  forgotten.register(made, id);
  return made;
}

/** For good: it is the answer about everybody whom a cluster does not know. */
export const seesNothing: Visibility = seesOnly([]);

export function seesNamespaces(namespaces: Iterable<string>): Visibility {
  return seesOnly([...namespaces].map((namespace) => ({ namespace })));
}

/** What both show: deltas need `list` and `watch`. */
export function seesBoth(a: Visibility, b: Visibility): Visibility {
  if (a === b || b.all) return a;
  if (a.all) return b;
  const grants: Grant[] = [];
  for (const namespace of a.namespaces) if (b.namespaces.has(namespace)) grants.push({ namespace });
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const [namespace, names] of one.names) {
      for (const name of names) {
        if (namespace !== ANY_NAMESPACE) {
          if (other.admits(namespace, name)) grants.push({ namespace, name });
          continue;
        }
        if (other.names.get(ANY_NAMESPACE)?.has(name)) grants.push({ namespace, name });
        for (const within of other.namespaces) grants.push({ namespace: within, name });
      }
    }
  }
  return seesOnly(grants, a.complete && b.complete);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
