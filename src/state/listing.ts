import type { FairwayError } from "../errors/index.ts";
import type { Cell } from "./cell.ts";
import { type Order, type PagePosition, Selection } from "./order.ts";
import type { ReadSet } from "./read-set.ts";
import type { Revision, RevisionPart } from "./revision.ts";
import type { Row } from "./row.ts";
import type { ClusterName, GroupResource } from "./scope.ts";
import { cellsOf, countOf, isLarge, offerRows, type Predicate, type View, visitRows } from "./view.ts";

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
  #merged: Selection<T> | undefined = undefined;
  #rows: readonly Row<T>[] | undefined = undefined;

  constructor(parts: ListingParts<T>) {
    this.#parts = parts;
  }

  get rows(): readonly Row<T>[] {
    this.#rows ??= this.#selection.rows.slice(0, this.#parts.query.first);
    return this.#rows;
  }

  get hasNext(): boolean {
    return this.#selection.rows.length > this.#parts.query.first;
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

  get #selection(): Selection<T> {
    if (this.#scanned || this.#merged) return this.#scanned?.selection ?? (this.#merged as Selection<T>);
    if (!this.#parts.views.some(isLarge)) return this.#scan().selection;
    this.#merged = merge(this.#parts);
    return this.#merged;
  }

  /** One pass over the rows of all clusters. */
  #scan(): Scanned<T> {
    this.#scanned ??= scan(this.#parts);
    return this.#scanned;
  }
}

/** With room for one more than the page, which tells whether more follow it. */
function selectionOf<T>({ order, first, after }: ListQuery<T>): Selection<T> {
  return new Selection<T>(order, first + 1, after);
}

/** The page without a look at what is far from it: nothing is counted along the way. */
function merge<T>({ query, views, reads }: ListingParts<T>): Selection<T> {
  const selection = selectionOf(query);
  for (const view of views) {
    for (const cell of cellsOf(view)) reads.note(cell);
    offerRows(view, selection);
  }
  return selection;
}

function scan<T>({ query, views, reads }: ListingParts<T>): Scanned<T> {
  const selection = selectionOf(query);
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
