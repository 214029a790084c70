import { FairwayError } from "../errors/index.ts";
import type { Caller, Question, ReadVerb, Visibility } from "./caller.ts";
import { type ClusterError, Listing, type ListQuery, type Page } from "./listing.ts";
import type { Misses } from "./misses.ts";
import type { ReadSet } from "./read-set.ts";
import { hasReached, type Revision, reaching } from "./revision.ts";
import type { Row } from "./row.ts";
import { type ClusterName, type GroupResource, type Scope, scopeId } from "./scope.ts";
import type { Store } from "./store.ts";
import type { Stores } from "./stores.ts";
import { cellsOf, rowsOf, type View } from "./view.ts";

export interface ObjectRef {
  readonly cluster: ClusterName;
  readonly resource: GroupResource;
  readonly namespace: string;
  readonly name: string;
}

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
  readonly #opened = new Map<ReadVerb, Map<GroupResource, Map<ClusterName, Opened<unknown>>>>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /**
   * The object, or null when it is absent or the caller may not `get` it: the two cannot be told apart.
   * Throws the coded error of a cluster that cannot say.
   */
  get<T>(ref: ObjectRef): Row<T> | null {
    const opened = this.#open<T>(ref.cluster, ref.resource, "get");
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

  /**
   * Whether the caller may `get` a subresource of an object, such as the `log` of a pod. Says nothing of whether there is
   * such an object. Throws the coded error of a cluster that cannot say.
   */
  permits(ref: ObjectRef, subresource: string): boolean {
    const { cluster, resource } = ref;
    const visibility = this.#visibility({ cluster, resource, subresource }, "get");
    if (visibility instanceof FairwayError) throw visibility;
    if (!visibility) return false;
    return visibility.admits(ref.namespace, ref.name) || this.#grantedAlone(ref, visibility, subresource);
  }

  /** Where the cluster could not be asked which single objects it grants, it is asked for this one. */
  #grantedAlone(ref: ObjectRef, { complete }: Visibility, subresource?: string): boolean {
    if (complete) return false;
    const { cluster, resource, namespace, name } = ref;
    const question = { cluster, resource, namespace, name, ...(subresource !== undefined && { subresource }) };
    const alone = this.#visibility(question, "get");
    if (alone instanceof FairwayError) throw alone;
    return alone?.all ?? false;
  }

  /** One page over the clusters asked for; a cluster that has no answer is an entry in `clusterErrors`. */
  list<T>(query: ListQuery<T>): Page<T> {
    const views: View<T>[] = [];
    const clusterErrors: ClusterError[] = [];
    for (const cluster of distinct(query.clusters ?? this.#parts.clusters())) {
      const opened = this.#open<T>(cluster, query.resource, "list");
      if (opened instanceof FairwayError) clusterErrors.push({ cluster, error: opened });
      else if (opened) views.push({ store: opened.store, visibility: opened.visibility, match: query.match });
    }
    return new Listing({ query, views, clusterErrors, reads: this.#parts.reads });
  }

  /** The objects under a value of an index that the caller may list, as an edge shows them. In no particular order. */
  related<T>(cluster: ClusterName, resource: GroupResource, index: string, value: string): readonly Row<T>[] {
    const opened = this.#open<T>(cluster, resource, "list");
    if (opened instanceof FairwayError) throw opened;
    if (!opened) return [];
    const match = { test: () => true, equals: [{ index, value }], residual: null };
    const view: View<T> = { store: opened.store, visibility: opened.visibility, match };
    for (const cell of cellsOf(view)) this.#parts.reads.note(cell);
    return rowsOf(view);
  }

  /** Waits (as a miss) until memory is at least as new as the revision. Throws when that takes too long. */
  atLeast(revision: Revision): void {
    for (const part of revision) {
      const store = this.#lease(part.scope);
      if (hasReached(store, part)) continue;
      const { cluster } = part.scope;
      const outcome = this.#parts.misses.ask(`revision ${JSON.stringify(part)}`, cluster, (signal) =>
        reaching(store, part, signal),
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

  /**
   * The store and what of it may be seen; null for a miss; else why this cluster has no answer. Within a pass nothing of
   * it can change, and edges ask for the same again and again.
   */
  #open<T>(cluster: ClusterName, resource: GroupResource, verb: ReadVerb): Opened<T> {
    const known = this.#opened.get(verb)?.get(resource)?.get(cluster);
    if (known !== undefined) return known as Opened<T>;
    const opened = this.#openAnew<T>({ cluster, resource }, verb);
    const byResource = this.#opened.get(verb) ?? new Map<GroupResource, Map<ClusterName, Opened<unknown>>>();
    const byCluster = byResource.get(resource) ?? new Map<ClusterName, Opened<unknown>>();
    this.#opened.set(verb, byResource.set(resource, byCluster.set(cluster, opened as Opened<unknown>)));
    return opened;
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
    // Another execution would wait for it once more.
    reads.forbid("A cluster was still being loaded");
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
    const key = `visibility ${verb} ${scopeId(question)} ${question.subresource ?? ""} ${question.name ?? ""}`;
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

function distinct<T>(values: readonly T[]): Iterable<T> {
  return values.length > 1 ? new Set(values) : values;
}
