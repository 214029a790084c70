import type { Order, Selection } from "./order.ts";
import type { Row } from "./row.ts";
import { Sorting } from "./sorting.ts";

/** How many orders of one store are kept: a byte for each row and order. */
const MOST = 8;

/** The orders in which the rows of one store are asked for, the last used last. */
export class Sortings<T> {
  readonly #rows: readonly Row<T>[];
  #sortings: readonly Sorting<T>[] = [];

  constructor(rows: readonly Row<T>[]) {
    this.#rows = rows;
  }

  offerTo(selection: Selection<T>, passes: (row: Row<T>) => boolean): void {
    this.#of(selection.order).offerTo(selection, passes);
  }

  /** Told before a row takes a place, or (undefined) leaves the last one. */
  change(place: number, row: Row<T> | undefined): void {
    for (const sorting of this.#sortings) sorting.change(place, row);
  }

  clear(): void {
    this.#sortings = [];
  }

  #of(order: Order<T>): Sorting<T> {
    const known = this.#sortings.find((each) => each.order.equals(order));
    const sorting = known ?? new Sorting(order, this.#rows);
    this.#sortings = [...this.#sortings.filter((each) => each !== sorting), sorting].slice(-MOST);
    return sorting;
  }
}
