import { ChangeType } from "../../graphql/index.ts";
import type { Change, Row, Seq } from "../../state/index.ts";

/** The net effect of any number of changes on one object, as seen through a filter. */
export interface Folded<T> {
  readonly type: ChangeType;
  /** The newest state; of an object that is gone, the last. */
  readonly row: Row<T>;
  readonly seq: Seq;
}

interface Span<T> {
  readonly before: Row<T> | undefined;
  after: Row<T> | undefined;
  last: Row<T>;
  seq: Seq;
}

/**
 * Folds a run of changes, oldest first, to at most one for each object. An object that enters the filter is ADDED,
 * one that leaves it is DELETED; what came and went within the run is not mentioned. A re-created object is another
 * one (its uid is the key here), and its removal stands before its successor's addition.
 */
export function fold<T>(changes: readonly Change<T>[], admits: (row: Row<T>) => boolean): Folded<T>[] {
  const spans = new Map<string, Span<T>>();
  for (const { before, after, seq } of changes) {
    const row = (after ?? before) as Row<T>;
    // Not every origin gives its objects a uid.
    const identity = `${row.uid} ${row.key}`;
    const span = spans.get(identity);
    if (span) {
      span.after = after;
      span.last = row;
      span.seq = seq;
    } else spans.set(identity, { before, after, last: row, seq });
  }
  const folded: Folded<T>[] = [];
  for (const { before, after, last, seq } of spans.values()) {
    const was = before !== undefined && admits(before);
    const is = after !== undefined && admits(after);
    if (is) folded.push({ type: was ? ChangeType.MODIFIED : ChangeType.ADDED, row: after, seq });
    else if (was) folded.push({ type: ChangeType.DELETED, row: last, seq });
  }
  return folded.sort((a, b) => a.seq - b.seq);
}
