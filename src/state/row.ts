import { Cell } from "./cell.ts";
import type { Position } from "./position.ts";
import type { Key, Scope } from "./scope.ts";
import type { Item } from "./source.ts";

/** One version of one object. Rows are never changed: whoever holds one holds that version. */
export interface Row<T> extends Item<T> {
  readonly scope: Scope;
  readonly key: Key;
}

/**
 * The difference that one change made to one object. `before` is absent for an addition, `after` for a removal.
 * A change of identity (the same name, another uid) is two of these, the removal first.
 */
export interface Change<T> {
  readonly seq: number;
  readonly at: Position;
  readonly before?: Row<T>;
  readonly after?: Row<T>;
  /** The object was there before, in a state that nobody remembers: no addition, though `before` is absent. */
  readonly forgotten?: true;
}

/** The place of one object in a store: its newest row, and the cell of its content. */
export class Entry<T> extends Cell {
  row: Row<T>;

  constructor(row: Row<T>) {
    super();
    this.row = row;
  }
}
