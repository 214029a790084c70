import type { Kind } from "./kind.ts";
import { entry, type KubeObject, keyOf, withMetadata } from "./object.ts";

export interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly kind: Kind;
  readonly version: number;
  readonly object: KubeObject;
  readonly before: KubeObject | undefined;
}

type Listener = (change: Change) => void;

/** So many changes of each kind are remembered: who wants to go on from an earlier version has to list again. */
const historyLength = 1_000;

/**
 * What a cluster holds: the newest version of each object, one counter of versions for all of them, and for each kind
 * the last changes. Listeners are told of a change at once, and in order.
 */
export class Store {
  readonly #objects = new Map<Kind, Map<string, KubeObject>>();
  readonly #histories = new Map<Kind, Change[]>();
  /** The version from which on a kind's history is complete, where it is later than `#oldest`. */
  readonly #cut = new Map<Kind, number>();
  readonly #listeners = new Set<Listener>();
  #version: number;
  #oldest: number;

  constructor(version = 0) {
    this.#version = version;
    this.#oldest = version;
  }

  get version(): number {
    return this.#version;
  }

  get<T extends KubeObject>(kind: Kind, namespace: string, name: string): T | undefined {
    return this.#objects.get(kind)?.get(keyOf(namespace, name)) as T | undefined;
  }

  /** In no order. */
  all<T extends KubeObject>(kind: Kind): T[] {
    return [...(this.#objects.get(kind)?.values() ?? [])] as T[];
  }

  get kinds(): readonly Kind[] {
    return [...this.#objects.keys()];
  }

  /** The kind's objects as they were at a version, in the order of lists; undefined where that is forgotten. */
  at(kind: Kind, version: number): readonly KubeObject[] | undefined {
    const changes = this.since(kind, version);
    if (!changes) return undefined;
    const objects = new Map(this.#objects.get(kind));
    for (const { object, before } of changes.toReversed()) {
      const key = keyOf(object.metadata.namespace ?? "", object.metadata.name);
      if (before) objects.set(key, before);
      else objects.delete(key);
    }
    return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** What happened to the kind after a version; undefined where that is forgotten. */
  since(kind: Kind, version: number): readonly Change[] | undefined {
    if (version < Math.max(this.#oldest, this.#cut.get(kind) ?? 0)) return undefined;
    return (this.#histories.get(kind) ?? []).filter((change) => change.version > version);
  }

  put<T extends KubeObject>(kind: Kind, object: T): T {
    const { namespace = "", name } = object.metadata;
    const before = this.get(kind, namespace, name);
    const stored = this.#stamped(object);
    entry(this.#objects, kind, () => new Map<string, KubeObject>()).set(keyOf(namespace, name), stored);
    this.#record({ type: before ? "MODIFIED" : "ADDED", kind, version: this.#version, object: stored, before });
    return stored;
  }

  /** Takes the object away and returns it as its last event shows it. */
  remove(kind: Kind, object: KubeObject): KubeObject {
    const { namespace = "", name } = object.metadata;
    const before = this.get(kind, namespace, name);
    const last = this.#stamped(object);
    this.#objects.get(kind)?.delete(keyOf(namespace, name));
    this.#record({ type: "DELETED", kind, version: this.#version, object: last, before });
    return last;
  }

  /** Forgets what has happened, as a server does that compacts. */
  forgetHistory(): void {
    this.#oldest = this.#version;
    this.#histories.clear();
    this.#cut.clear();
  }

  onChange(listener: Listener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  #stamped<T extends KubeObject>(object: T): T {
    this.#version += 1;
    return withMetadata(object, { resourceVersion: String(this.#version) });
  }

  #record(change: Change): void {
    const history = entry(this.#histories, change.kind, (): Change[] => []);
    history.push(change);
    // In blocks, as each cut moves the rest.
    if (history.length >= 2 * historyLength) {
      const [last] = history.splice(0, historyLength).slice(-1);
      if (last) this.#cut.set(change.kind, last.version);
    }
    for (const listener of this.#listeners) listener(change);
  }
}
