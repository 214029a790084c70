import { ChangeType } from "../../graphql/index.ts";
import { admits, type Change, type Row, rowsOf, type Seq, type View } from "../../state/index.ts";

/** The net effect of any number of changes on one object, as seen through a filter. */
export interface Folded<T> {
  readonly type: ChangeType;
  /** The newest state; of an object that is gone, the last. */
  readonly row: Row<T>;
  readonly seq: Seq;
  /** The row may not be shown any more: nothing of it but its identity is to be sent. */
  readonly hidden?: boolean;
}

interface Span<T> {
  readonly before: Row<T> | undefined;
  readonly forgotten: boolean;
  after: Row<T> | undefined;
  last: Row<T>;
  seq: Seq;
}

/**
 * Folds a run of changes, oldest first, to at most one for each object. An object that enters the filter is ADDED,
 * one that leaves it is DELETED; what came and went within the run is not mentioned. A re-created object is another
 * one (its uid is the key here), and its removal stands before its successor's addition.
 *
 * `admitted` says what was seen of the states before, where that is not what is seen of those after.
 *
 * Where nobody knows any more whether an object passed the filter before, it counts as ADDED if it passes now, and as
 * DELETED if not: whoever folds that holds the right thing in both cases.
 */
export function fold<T>(
  changes: readonly Change<T>[],
  admits: (row: Row<T>) => boolean,
  admitted: (row: Row<T>) => boolean = admits,
): Folded<T>[] {
  const spans = new Map<string, Span<T>>();
  for (const { before, forgotten = false, after, seq } of changes) {
    const row = (after ?? before) as Row<T>;
    // Not every origin gives its objects a uid.
    const identity = `${row.uid} ${row.key}`;
    const span = spans.get(identity);
    if (span) {
      span.after = after;
      span.last = row;
      span.seq = seq;
    } else spans.set(identity, { before, forgotten, after, last: row, seq });
  }
  const folded: Folded<T>[] = [];
  for (const { before, forgotten, after, last, seq } of spans.values()) {
    const was = before !== undefined && admitted(before);
    const is = after !== undefined && admits(after);
    if (is) folded.push({ type: was ? ChangeType.MODIFIED : ChangeType.ADDED, row: after, seq });
    else if (was || forgotten) folded.push({ type: ChangeType.DELETED, row: last, seq });
  }
  return folded.sort((a, b) => a.seq - b.seq);
}

/**
 * As `fold`, for somebody who was shown one view and is shown another from now on (or none): what only the change of
 * his rights adds or takes away comes along, and what he may not see any more goes without contents.
 */
export function foldAcross<T>(changes: readonly Change<T>[], before: View<T>, after: View<T> | undefined): Folded<T>[] {
  const was = (row: Row<T>) => admits(before, row);
  const is = (row: Row<T>) => after !== undefined && admits(after, row);
  const changed = new Set(changes.map((change) => (change.after ?? change.before)?.key));
  const folded = fold(changes, is, was);
  // One that has not changed itself is told of as of now: `seq` only orders what is sent together.
  const seq = changes.at(-1)?.seq ?? 0;
  for (const row of rowsOf(before)) {
    if (!changed.has(row.key) && !is(row)) folded.push({ type: ChangeType.DELETED, row, seq });
  }
  for (const row of after ? rowsOf(after) : []) {
    if (!changed.has(row.key) && !was(row)) folded.push({ type: ChangeType.ADDED, row, seq });
  }
  const visible = after?.visibility;
  return folded.map((each) =>
    each.type === ChangeType.DELETED && !visible?.admits(each.row.namespace, each.row.name)
      ? { ...each, hidden: true }
      : each,
  );
}
