import { FairwayError } from "../errors/index.ts";
import type { Caller, Question, ReadVerb, Visibility } from "./caller.ts";
import type { Misses } from "./misses.ts";
import { type Order, type PagePosition, Selection } from "./order.ts";
import type { ReadSet } from "./read-set.ts";
import type { Row } from "./row.ts";
import { type ClusterName, type GroupResource, type Scope, scopeId } from "./scope.ts";
import type { Store } from "./store.ts";
import type { Stores } from "./stores.ts";
import { cellsOf, type Predicate, type View, visitRows } from "./view.ts";

export interface ListQuery<T> {
  readonly resource: GroupResource;
  /** All clusters when absent. */
  readonly clusters?: readonly ClusterName[];
  readonly match: Predicate<T>;
  readonly order: Order<T>;
  readonly after?: PagePosition;
  readonly first: number;
  readonly count: boolean;
}

export interface ClusterError {
  readonly cluster: ClusterName;
  readonly error: FairwayError;
}

/** A cluster whose part of an answer comes from memory while its origin cannot be reached. */
export interface Staleness {
  readonly cluster: ClusterName;
  /** Milliseconds since the epoch: the origin confirmed the content for the last time. */
  readonly since: number;
}

export interface Page<T> {
  readonly rows: readonly Row<T>[];
  readonly hasNext: boolean;
  readonly total: number | null;
  readonly clusterErrors: readonly ClusterError[];
  readonly stale: readonly Staleness[];
  /** What the page is complete up to. */
  readonly revision: Revision;
}

export interface ObjectRef {
  readonly cluster: ClusterName;
  readonly resource: GroupResource;
  readonly namespace: string;
  readonly name: string;
}

/** "At least as new as": `rv` has been reached, or the object `gone` (a uid under that key) is no longer there. */
export type Revision = readonly RevisionPart[];
export type RevisionPart =
  | { readonly scope: Scope; readonly rv: string }
  | {
      readonly scope: Scope;
      readonly gone: { readonly namespace: string; readonly name: string; readonly uid: string };
    };

export interface ReaderParts {
  readonly stores: Stores;
  readonly caller: Caller;
  readonly reads: ReadSet;
  readonly misses: Misses;
  /** The registered clusters. Their set is a read, too: whoever supplies it notes its cell. */
  readonly clusters: () => readonly ClusterName[];
  /** Keeps a store for the operation's life. */
  readonly lease: (store: Store<unknown>) => void;
}

type Opened<T> = { readonly store: Store<T>; readonly visibility: Visibility } | FairwayError | null;

/**
 * The domains' only door to what is in memory, bound to one caller and one pass. Everything that it shows has been
 * admitted by the caller's visibility and noted in the read set. Synchronous: what is not there yet is a miss, and
 * the result of a pass with misses is thrown away.
 */
export class Reader {
  readonly #parts: ReaderParts;
  readonly #opened = new Map<string, Opened<unknown>>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /**
   * The object, or null when it is absent or the caller may not `get` it: the two cannot be told apart.
   * Throws the coded error of a cluster that cannot say.
   */
  get<T>(ref: ObjectRef): Row<T> | null {
    const opened = this.#open<T>({ cluster: ref.cluster, resource: ref.resource }, "get");
    if (opened instanceof FairwayError) {
      if (opened.code === "FORBIDDEN") return null;
      throw opened;
    }
    if (!opened) return null;
    const { store, visibility } = opened;
    this.#parts.reads.note(store.cellOf(ref.namespace, ref.name));
    if (!visibility.admits(ref.namespace, ref.name) && !this.#grantedAlone(ref, visibility)) return null;
    return store.get(ref.namespace, ref.name) ?? null;
  }

  /** Where the cluster could not be asked which single objects it grants, it is asked for this one. */
  #grantedAlone({ cluster, resource, namespace, name }: ObjectRef, { complete }: Visibility): boolean {
    if (complete) return false;
    const alone = this.#visibility({ cluster, resource, namespace, name }, "get");
    if (alone instanceof FairwayError) throw alone;
    return alone?.all ?? false;
  }

  /** One scan over the clusters asked for; a cluster that has no answer is an entry in `clusterErrors`. */
  list<T>(query: ListQuery<T>): Page<T> {
    const selection = new Selection<T>(query.order, query.first, query.after);
    const clusterErrors: ClusterError[] = [];
    const stale: Staleness[] = [];
    const read: Store<T>[] = [];
    let total = 0;
    for (const cluster of new Set(query.clusters ?? this.#parts.clusters())) {
      const opened = this.#open<T>({ cluster, resource: query.resource }, "list");
      if (opened instanceof FairwayError) clusterErrors.push({ cluster, error: opened });
      if (!opened || opened instanceof FairwayError) continue;
      const { store } = opened;
      this.#read({ ...opened, match: query.match }, (row) => {
        total += 1;
        selection.offer(row);
      });
      if (store.health?.state === "stale") stale.push({ cluster, since: store.health.since });
      read.push(store);
    }
    const revisionOf = () => this.#revisionOf(read);
    return {
      rows: selection.rows,
      hasNext: selection.overflow,
      total: query.count ? total : null,
      clusterErrors,
      stale,
      get revision() {
        return revisionOf();
      },
    };
  }

  /** Stores move on without a change of what was read, so whoever says where they are has looked at that as well. */
  #revisionOf<T>(stores: readonly Store<T>[]): Revision {
    return stores.flatMap(({ scope, at, position }) => {
      this.#parts.reads.note(position);
      return at ? [{ scope, rv: at.rv }] : [];
    });
  }

  /** The objects under a value of an index that the caller may list, as an edge shows them. In no particular order. */
  related<T>(cluster: ClusterName, resource: GroupResource, index: string, value: string): readonly Row<T>[] {
    const opened = this.#open<T>({ cluster, resource }, "list");
    if (opened instanceof FairwayError) throw opened;
    if (!opened) return [];
    const everything = { test: () => true, equals: [{ index, value }] };
    const rows: Row<T>[] = [];
    this.#read({ ...opened, match: everything }, (row) => rows.push(row));
    return rows;
  }

  /** Waits (as a miss) until memory is at least as new as the revision. Throws when that takes too long. */
  atLeast(revision: Revision): void {
    for (const part of revision) {
      const store = this.#lease(part.scope);
      if (reached(store, part)) continue;
      const { cluster } = part.scope;
      const outcome = this.#parts.misses.ask(`revision ${JSON.stringify(part)}`, cluster, (signal) =>
        "rv" in part ? store.settled(signal, part.rv) : untilGone(store, part.gone, signal),
      );
      if (outcome.state !== "pending") {
        const message = "The revision was not reached within the cluster's deadline";
        throw new FairwayError("REVISION_NOT_REACHED", message, { cluster });
      }
    }
  }

  /** The registered clusters, as a versioned read. */
  clusters(): readonly ClusterName[] {
    return this.#parts.clusters();
  }

  #read<T>(view: View<T>, visit: (row: Row<T>) => void): void {
    for (const cell of cellsOf(view)) this.#parts.reads.note(cell);
    visitRows(view, visit);
  }

  /**
   * The store and what of it may be seen; null for a miss; else why this cluster has no answer. Within a pass nothing of
   * it can change, and edges ask for the same again and again.
   */
  #open<T>(scope: Scope, verb: ReadVerb): Opened<T> {
    const key = `${verb} ${scope.resource} ${scope.cluster}`;
    let opened = this.#opened.get(key);
    if (opened === undefined) {
      opened = this.#openAnew(scope, verb);
      this.#opened.set(key, opened);
    }
    return opened as Opened<T>;
  }

  #openAnew<T>(scope: Scope, verb: ReadVerb): Opened<T> {
    const { reads, misses } = this.#parts;
    const visibility = this.#visibility(scope, verb);
    if (!visibility || visibility instanceof FairwayError) return visibility;
    // Of what is seen by single objects the rest may be nothing.
    if (visibility.nothing && (verb !== "get" || visibility.complete)) {
      return new FairwayError("FORBIDDEN", `Not allowed to ${verb} ${scope.resource}`, { cluster: scope.cluster });
    }
    const store = this.#lease<T>(scope);
    reads.note(store.state);
    if (store.at) return { store, visibility };
    const outcome = misses.ask(`sync ${scopeId(scope)}`, scope.cluster, (signal) => store.settled(signal));
    if (outcome.state === "pending") return null;
    if (store.health?.state === "stale") return store.health.error;
    return new FairwayError("CLUSTER_SYNCING", `${scope.resource} are still being loaded`, { cluster: scope.cluster });
  }

  /** What may be seen, noted as read; null for a miss; else why that is not known. */
  #visibility(question: Question, verb: ReadVerb): Visibility | FairwayError | null {
    const { caller, reads, misses } = this.#parts;
    reads.noteRights(caller.changed);
    const visibility = caller.visibility(question, verb);
    if (visibility !== "unknown") {
      reads.saw(question, verb, visibility);
      return visibility;
    }
    const key = `visibility ${verb} ${scopeId(question)} ${question.name ?? ""}`;
    const outcome = misses.ask(key, question.cluster, (signal) => caller.resolve(question, verb, signal));
    if (outcome.state === "pending") return null;
    // It cannot be compared with what another caller is shown.
    reads.forbid("A cluster did not say what may be seen");
    if (outcome.state === "failed") return outcome.error;
    return unavailable(question, "The cluster does not say what may be seen");
  }

  #lease<T>(scope: Scope): Store<T> {
    const store = this.#parts.stores.open<T>(scope);
    this.#parts.lease(store as Store<unknown>);
    return store;
  }
}

function unavailable(scope: Scope, message: string): FairwayError {
  return new FairwayError("CLUSTER_UNAVAILABLE", message, { cluster: scope.cluster });
}

function reached(store: Store<unknown>, part: RevisionPart): boolean {
  if ("rv" in part) return store.reached(part.rv);
  return store.at !== null && store.get(part.gone.namespace, part.gone.name)?.uid !== part.gone.uid;
}

async function untilGone(
  store: Store<unknown>,
  gone: { namespace: string; name: string; uid: string },
  signal: AbortSignal,
): Promise<void> {
  await store.settled(signal);
  while (!signal.aborted && store.get(gone.namespace, gone.name)?.uid === gone.uid) {
    await new Promise<void>((resolve) => {
      const listening = store.cellOf(gone.namespace, gone.name).onChange(done);
      function done(): void {
        listening[Symbol.dispose]();
        signal.removeEventListener("abort", done);
        resolve();
      }
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
