import { ANY_NAMESPACE, type Visibility } from "./caller.ts";
import type { Cell } from "./cell.ts";
import { type Bucket, type IndexValue, NAMESPACE } from "./indexes.ts";
import type { Selection } from "./order.ts";
import type { Row } from "./row.ts";
import type { Store } from "./store.ts";

export type Test<T> = (row: Row<T>) => boolean;

export interface Predicate<T> {
  readonly test: Test<T>;
  /** Whatever passes the test stands under one of these index values; empty says nothing of the kind. */
  readonly equals: readonly IndexValue[];
  /**
   * Whatever passes the test stands under one of these values of indexes that file nothing (of none, where there are none):
   * its changes are told by their cells. Absent says nothing of the kind.
   */
  readonly signals?: readonly IndexValue[];
  /**
   * What is left to be tested of a row that was found under one of `equals` (of any row where that is empty): null is
   * nothing, absent is the whole test.
   */
  readonly residual?: Test<T> | null;
}

/** What somebody who may see so much of a store sees of it through a filter. */
export interface View<T> {
  readonly store: Store<T>;
  readonly visibility: Visibility;
  readonly match: Predicate<T>;
}

export function admits<T>({ visibility, match }: View<T>, row: Row<T>): boolean {
  return (visibility.all || visibility.admits(row.namespace, row.name)) && match.test(row);
}

/** Whether the view may ever have had the object, by what of it cannot change: its namespace and its name. */
export function mayHaveAdmitted<T>({ visibility, match }: View<T>, { namespace, name }: Row<T>): boolean {
  const { equals } = match;
  if (equals.length > 0 && !equals.some(({ index, value }) => index !== NAMESPACE || value === namespace)) return false;
  return visibility.all || visibility.admits(namespace, name);
}

/** More cells than these are not looked at in the place of a few wider ones. */
const MAX_SIGNALS = 100;

/** The cells one of which changes whenever the view's rows do: as few, and as narrow, as the filter allows. */
export function cellsOf<T>(view: View<T>): Cell[] {
  const { store, match } = view;
  const { equals, signals } = match;
  const namespaces = namespacesOf(view);
  if (signals && !isFiled(match) && signals.length * (namespaces?.length ?? 1) <= MAX_SIGNALS) {
    const cellsIn = (namespace: string) => signals.map(({ index, value }) => store.signal(index, value, namespace));
    return (namespaces ?? [""]).flatMap(cellsIn);
  }
  if (equals.length > 0) return equals.map(({ index, value }) => store.bucket(index, value));
  return namespaces?.map((namespace) => store.bucket(NAMESPACE, namespace)) ?? [store.content];
}

/** What passes is found by more than its namespace. */
function isFiled<T>({ equals }: Predicate<T>): boolean {
  return equals.some(({ index }) => index !== NAMESPACE);
}

/** The namespaces outside of which the view has nothing; undefined where nothing says so. */
function namespacesOf<T>({ visibility, match }: View<T>): readonly string[] | undefined {
  if (match.equals.length > 0 && !isFiled(match)) return match.equals.map(({ value }) => value);
  if (isScanned(visibility)) return undefined;
  // Of single objects too it is the namespace: the cell of an object ends with it, and it may come again.
  return [...new Set([...visibility.namespaces, ...visibility.names.keys()])];
}

/** A number of rows, and the cells one of which changes whenever it does. */
export interface Count {
  readonly count: number;
  readonly cells: readonly Cell[];
}

/** How many rows the view has, where that can be said without looking at any; undefined where it cannot. */
export function countOf<T>({ store, visibility, match }: View<T>): Count | undefined {
  const { equals, residual } = match;
  if (residual !== null) return undefined;
  const [only] = equals;
  if (visibility.all) {
    if (!only) return { count: store.size, cells: [store.members] };
    // Under several values an object may stand more than once.
    return equals.length === 1 ? countIn([store.bucket(only.index, only.value)]) : undefined;
  }
  if (only || visibility.names.size > 0) return undefined;
  return countIn([...visibility.namespaces].map((namespace) => store.bucket(NAMESPACE, namespace)));
}

function countIn(buckets: readonly Bucket<unknown>[]): Count {
  let count = 0;
  for (const { rows } of buckets) count += rows.size;
  return { count, cells: buckets.map(({ members }) => members) };
}

/** The rows, in no particular order. */
export function rowsOf<T>(view: View<T>): readonly Row<T>[] {
  const rows: Row<T>[] = [];
  visitRows(view, (row) => rows.push(row));
  return rows;
}

/** As `rowsOf`, without a list of them: they may be all objects of a cluster. */
export function visitRows<T>(view: View<T>, visit: (row: Row<T>) => void): void {
  const { store, visibility, match } = view;
  const { equals, residual = match.test } = match;
  const isSeen = ({ namespace, name }: Row<T>) => visibility.all || visibility.admits(namespace, name);
  const visitAdmitted = (row: Row<T>) => {
    if (isSeen(row) && (residual === null || residual(row))) visit(row);
  };
  const [only] = equals;
  if (only && equals.length === 1) {
    for (const row of store.by(only.index, only.value)) visitAdmitted(row);
  } else if (only) {
    // An object may stand under several of the values.
    const seen = new Set<Row<T>>();
    for (const { index, value } of equals) for (const row of store.by(index, value)) seen.add(row);
    for (const row of seen) visitAdmitted(row);
  } else if (isScanned(visibility)) store.visitAll(visitAdmitted);
  else {
    for (const row of store.scan(visibility.namespaces)) visitAdmitted(row);
    for (const [namespace, names] of visibility.names) {
      if (visibility.namespaces.has(namespace)) continue;
      for (const name of names) {
        const row = store.get(namespace, name);
        if (row) visitAdmitted(row);
      }
    }
  }
}

/** From so many rows on they are worth being sorted. */
const MANY = 2_000;

/** Whether a page is better merged from the store's rows as they are sorted than made of the view's rows alone. */
export function isLarge<T>({ store, visibility, match }: View<T>): boolean {
  if (store.size < MANY || match.equals.length > 0) return false;
  if (isScanned(visibility)) return true;
  let seen = 0;
  for (const namespace of visibility.namespaces) seen += store.sizeOf(NAMESPACE, namespace);
  return seen >= MANY && seen * 4 >= store.size;
}

/** Offers the rows, or at least those of them that may have a place in the selection. */
export function offerRows<T>(view: View<T>, selection: Selection<T>): void {
  if (isLarge(view)) view.store.offerTo(selection, (row) => admits(view, row));
  else visitRows(view, (row) => selection.offer(row));
}

/** No namespace bounds what may be seen. */
function isScanned({ all, names }: Visibility): boolean {
  return all || names.has(ANY_NAMESPACE);
}
