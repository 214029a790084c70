import { Cell, type Seq } from "./cell.ts";
import type { Row } from "./row.ts";

/**
 * An index of one store that files nothing: it has a cell for each value that somebody has asked about, and touches it
 * when an object under the value changes, comes or goes. So a value costs something only while it is of interest.
 * The number of cells is bounded: an evicted one is touched, which at worst makes somebody read again.
 */
export class Signals<T> {
  readonly #values: (row: Row<T>) => readonly string[];
  readonly #maxCells: number;
  /** By namespace ("" for all of them) and value, so that a change needs no key made for it. */
  readonly #cells = new Map<string, Map<string, Cell>>();
  /** The oldest first. */
  readonly #places = new Map<Cell, { readonly namespace: string; readonly value: string }>();

  constructor(values: (row: Row<T>) => readonly string[], maxCells = 10_000) {
    this.#values = values;
    this.#maxCells = maxCells;
  }

  /** Of a value, in all namespaces ("") or in one. */
  cell(value: string, namespace = ""): Cell {
    const cells = this.#cells.get(namespace) ?? new Map<string, Cell>();
    let cell = cells.get(value);
    if (!cell) {
      cell = new Cell();
      this.#cells.set(namespace, cells.set(value, cell));
      this.#places.set(cell, { namespace, value });
      this.#evict();
    }
    return cell;
  }

  /** What an object was (undefined: it has come) and is (undefined: it has gone). */
  move(before: Row<T> | undefined, after: Row<T> | undefined, seq: Seq): void {
    const { namespace = "" } = after ?? before ?? {};
    const everywhere = this.#cells.get("");
    const here = namespace === "" ? undefined : this.#cells.get(namespace);
    if (!everywhere && !here) return;
    const is = after ? this.#values(after) : [];
    // Those whom it leaves have to hear of it as well.
    const left = before ? this.#values(before).filter((value) => !is.includes(value)) : [];
    for (const values of [is, left]) {
      for (const value of values) {
        everywhere?.get(value)?.touch(seq);
        here?.get(value)?.touch(seq);
      }
    }
  }

  /** Tells everybody. */
  clear(seq: Seq): void {
    for (const cell of this.#places.keys()) cell.touch(seq);
  }

  #evict(): void {
    let excess = this.#places.size - this.#maxCells;
    for (const [cell, { namespace, value }] of this.#places) {
      if (excess <= 0) return;
      excess -= 1;
      // A listener would wait for ever for the changes of a cell that was replaced by another.
      if (cell.listened) continue;
      this.#places.delete(cell);
      const cells = this.#cells.get(namespace);
      cells?.delete(value);
      if (cells?.size === 0) this.#cells.delete(namespace);
      cell.touch();
      return;
    }
  }
}
