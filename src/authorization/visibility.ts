import { createHash } from "node:crypto";
import type { Visibility } from "../state/index.ts";

class NamespaceVisibility implements Visibility {
  readonly all = false;
  readonly nothing = false;
  readonly namespaces: ReadonlySet<string>;
  readonly fingerprint: string;

  constructor(namespaces: readonly string[], id: string) {
    this.namespaces = new Set(namespaces);
    // Short, and tells nobody which namespaces there are.
    this.fingerprint = createHash("sha256").update(id).digest("base64url").slice(0, 22);
  }

  admits(namespace: string): boolean {
    return this.namespaces.has(namespace);
  }
}

const none: ReadonlySet<string> = new Set();

export const seesAll: Visibility = {
  all: true,
  nothing: false,
  namespaces: none,
  admits: () => true,
  fingerprint: "all",
};

export const seesNothing: Visibility = {
  all: false,
  nothing: true,
  namespaces: none,
  admits: () => false,
  fingerprint: "nothing",
};

// Held weakly: a value lives as long as a decision, an answer or a group that uses it.
const interned = new Map<string, WeakRef<Visibility>>();
const forgotten = new FinalizationRegistry<string>((id) => {
  if (interned.get(id)?.deref() === undefined) interned.delete(id);
});

/** The visibility of exactly these namespaces; the same object each time. */
export function seesNamespaces(namespaces: Iterable<string>): Visibility {
  const names = [...new Set(namespaces)].sort();
  if (names.length === 0) return seesNothing;
  // No namespace has a slash in its name.
  const id = names.join("/");
  const known = interned.get(id)?.deref();
  if (known) return known;
  const made = new NamespaceVisibility(names, id);
  interned.set(id, new WeakRef(made));
  forgotten.register(made, id);
  return made;
}
