import { ANY_NAMESPACE, type Visibility } from "./caller.ts";
import type { Cell } from "./cell.ts";
import { type IndexValue, NAMESPACE } from "./indexes.ts";
import type { Row } from "./row.ts";
import type { Store } from "./store.ts";

/** `equals`: whatever passes the test stands under one of these index values; empty says nothing of the kind. */
export interface Predicate<T> {
  test(row: Row<T>): boolean;
  readonly equals: readonly IndexValue[];
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

/** The cells one of which changes whenever the view's rows do: as few, and as narrow, as the filter allows. */
export function cellsOf<T>({ store, visibility, match }: View<T>): Cell[] {
  if (match.equals.length > 0) return match.equals.map(({ index, value }) => store.bucket(index, value));
  if (isScanned(visibility)) return [store.content];
  // Of single objects too it is the namespace: the cell of an object ends with it, and it may come again.
  const namespaces = new Set([...visibility.namespaces, ...visibility.names.keys()]);
  return [...namespaces].map((namespace) => store.bucket(NAMESPACE, namespace));
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
  const visitAdmitted = (row: Row<T>) => {
    if (admits(view, row)) visit(row);
  };
  if (match.equals.length > 0) {
    // An object may stand under several of the values.
    const seen = match.equals.length > 1 ? new Set<Row<T>>() : undefined;
    for (const { index, value } of match.equals) {
      for (const row of store.by(index, value)) {
        if (seen?.has(row)) continue;
        seen?.add(row);
        visitAdmitted(row);
      }
    }
    return;
  }
  if (isScanned(visibility)) {
    store.visitAll(visitAdmitted);
    return;
  }
  for (const row of store.scan(visibility.namespaces)) visitAdmitted(row);
  for (const [namespace, names] of visibility.names) {
    if (visibility.namespaces.has(namespace)) continue;
    for (const name of names) {
      const row = store.get(namespace, name);
      if (row && match.test(row)) visit(row);
    }
  }
}

/** No namespace bounds what may be seen. */
function isScanned({ all, names }: Visibility): boolean {
  return all || names.has(ANY_NAMESPACE);
}
