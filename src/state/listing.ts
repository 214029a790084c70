import type { FairwayError } from "../errors/index.ts";
import type { Cell } from "./cell.ts";
import { type Order, type PagePosition, Selection } from "./order.ts";
import type { ReadSet } from "./read-set.ts";
import type { Revision, RevisionPart } from "./revision.ts";
import type { Row } from "./row.ts";
import type { ClusterName, GroupResource } from "./scope.ts";
import { cellsOf, countOf, type Predicate, type View, visitRows } from "./view.ts";

export interface ListQuery<T> {
  readonly resource: GroupResource;
  /** All clusters when absent. */
  readonly clusters?: readonly ClusterName[] | undefined;
  readonly match: Predicate<T>;
  readonly order: Order<T>;
  readonly after?: PagePosition | undefined;
  readonly first: number;
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

/**
 * Its parts are read, and noted as read, when they are asked for, which is to be within the pass: an answer without a
 * count depends on no count, and one without rows on nothing but how many there are.
 */
export interface Page<T> {
  readonly rows: readonly Row<T>[];
  readonly hasNext: boolean;
  /** How many there are on all pages. */
  readonly total: number;
  readonly clusterErrors: readonly ClusterError[];
  readonly stale: readonly Staleness[];
  /** What the page is complete up to. */
  readonly revision: Revision;
}

export interface ListingParts<T> {
  readonly query: ListQuery<T>;
  /** Of the clusters that have an answer. */
  readonly views: readonly View<T>[];
  readonly clusterErrors: readonly ClusterError[];
  readonly reads: ReadSet;
}

interface Scanned<T> {
  readonly selection: Selection<T>;
  readonly total: number;
}

export class Listing<T> implements Page<T> {
  readonly #parts: ListingParts<T>;
  #scanned: Scanned<T> | undefined = undefined;

  constructor(parts: ListingParts<T>) {
    this.#parts = parts;
  }

  get rows(): readonly Row<T>[] {
    return this.#scan().selection.rows;
  }

  get hasNext(): boolean {
    return this.#scan().selection.overflow;
  }

  get total(): number {
    return this.#count() ?? this.#scan().total;
  }

  get clusterErrors(): readonly ClusterError[] {
    return this.#parts.clusterErrors;
  }

  get stale(): readonly Staleness[] {
    return this.#parts.views.flatMap(({ store: { scope, health } }) =>
      health?.state === "stale" ? [{ cluster: scope.cluster, since: health.since }] : [],
    );
  }

  /** Stores move on without a change of what was read, so whoever says where they are has looked at that as well. */
  get revision(): Revision {
    return this.#parts.views.flatMap(({ store: { scope, at, position } }): RevisionPart[] => {
      this.#parts.reads.note(position);
      return at ? [{ scope, rv: at.rv }] : [];
    });
  }

  /** Undefined where rows must be looked at to know. */
  #count(): number | undefined {
    const { views, reads } = this.#parts;
    let total = 0;
    const noted: Cell[] = [];
    for (const view of views) {
      const counted = countOf(view);
      if (!counted) return undefined;
      total += counted.count;
      noted.push(...counted.cells);
    }
    for (const cell of noted) reads.note(cell);
    return total;
  }

  /** One pass over the rows of all clusters. */
  #scan(): Scanned<T> {
    this.#scanned ??= scan(this.#parts);
    return this.#scanned;
  }
}

function scan<T>({ query, views, reads }: ListingParts<T>): Scanned<T> {
  const selection = new Selection<T>(query.order, query.first, query.after);
  let total = 0;
  for (const view of views) {
    for (const cell of cellsOf(view)) reads.note(cell);
    visitRows(view, (row) => {
      total += 1;
      selection.offer(row);
    });
  }
  return { selection, total };
}
